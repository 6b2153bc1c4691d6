package codegen

import (
	"fmt"
	"strings"

	"graft/core/recipe"
)

// Albumentations returns the recipe as an Albumentations pipeline.
func Albumentations(r recipe.Recipe) Code {
	s := newSheet("Albumentations", r)
	all := runs(r)
	resize := fmt.Sprintf("A.Resize(%d, %d, interpolation=cv2.INTER_AREA, p=1),", r.Size.H, r.Size.W)
	opening := len(all) > 0 && all[0][0].fits()
	if !opening {
		s.line("%s", resize)
	}
	for i, run := range all {
		if resampled(run) > 1 {
			s.differs(noteRuns)
		}
		for j, st := range run {
			st.opening = opening && i+j == 0
			albumentationsStep(s, st)
			if st.opening && st.P != 1 {
				s.line("%s", resize)
			}
		}
	}
	mixed := s.missingBatch(batches(r))
	s.note(noteSeed)

	var b strings.Builder
	b.WriteString("import albumentations as A\nimport cv2\n\naugment = A.Compose([\n")
	for _, l := range indent(4, s.body...) {
		b.WriteString(l + "\n")
	}
	fmt.Fprintf(&b, `    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=%d)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
`, r.Seed%(1<<32))
	for _, m := range mixed {
		b.WriteString(m + "\n")
	}
	return s.code("albumentations", b.String())
}

func albumentationsStep(s *sheet, st step) {
	op, ok := albumentationsOps[st.Op]
	if !ok {
		s.line("%s", s.missing(st))
		return
	}
	name, args := op(s, st)
	if strings.HasPrefix(name, "#") {
		s.line("%s", name)
		return
	}
	if args != "" {
		args += ", "
	}
	s.line("%s(%sp=%s),", name, args, num(st.P))
}
