package export

import (
	"strings"
	"testing"
	"time"

	"graft/core/recipe"
)

func TestExportState(t *testing.T) {
	var s exportState
	at := time.Unix(1000, 0)
	for i, detail := range []string{
		`{"state":"preparing","done":0,"total":300,"bytes":0}`,
		`{"state":"running","done":50,"total":300,"bytes":2500000,"where":"private"}`,
	} {
		if err := s.follow(detail, at.Add(time.Duration(i)*time.Second)); err != nil || !s.busy() {
			t.Fatalf("%s: %v, busy %v", detail, err, s.busy())
		}
	}
	if got, want := s.figures(English), "50 of 300 views · 2.5 MB · 50/s · 5 s left"; got != want {
		t.Errorf("figures = %q, want %q", got, want)
	}
	if err := s.follow("nonsense", at); err == nil || s.Done != 50 {
		t.Errorf("nonsense: %v with %d done, want an error and nothing changed", err, s.Done)
	}
	for _, tc := range []struct{ detail, want string }{
		{`{"state":"failed","error":"quota"}`, "storage or the disk is full"},
		{`{"state":"failed","error":"memory"}`, "256 MB"},
		{`{"state":"failed","error":"imagefile: this is text, not a picture"}`, "this is text, not a picture"},
	} {
		if err := s.follow(tc.detail, at); err != nil || s.busy() || !strings.Contains(s.fault(English), tc.want) {
			t.Errorf("%s: %v, %q, want %q", tc.detail, err, s.fault(English), tc.want)
		}
	}
}

func TestExportSettings(t *testing.T) {
	good := exportSettings{Views: 3, Format: formatJPEG, Quality: 75, Originals: true}
	if got := good.mended(); got != good {
		t.Errorf("%+v became %+v", good, got)
	}
	for _, s := range []exportSettings{{}, {Views: 1, Format: "gif", Quality: 90}, {Views: 1e6, Format: formatPNG, Quality: 90}, {Views: 1, Format: formatPNG}} {
		if got := s.mended(); got != defaultExportSettings() {
			t.Errorf("%+v became %+v, want the defaults", s, got)
		}
	}
	for text, want := range map[string]int{"9": 9, " 100 ": 100, "0": 0, "101": 0, "": 0, "1.5": 0} {
		if n, ok := parseWithin(text, 1, 100); ok != (want > 0) || ok && n != want {
			t.Errorf("parseWithin(%q) = %d, %v", text, n, ok)
		}
	}
}

// The page says which steps an export leaves out, and only those.
func TestExportLeavesOutBatches(t *testing.T) {
	r := recipe.Default()
	if got := leftOut(English, r); got != "" {
		t.Errorf("the default recipe leaves out %q", got)
	}
	for _, name := range []string{"mix_up", "cut_mix"} {
		op, _ := recipe.Lookup(name)
		r.Steps = append(r.Steps, op.New(1))
	}
	r.Steps[len(r.Steps)-1].Off = true
	op, _ := recipe.Lookup("mix_up")
	if got := leftOut(English, r); got != op.Title.En {
		t.Errorf("left out %q, want %q alone", got, op.Title.En)
	}
}
