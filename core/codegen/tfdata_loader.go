package codegen

import "fmt"

// tensorOnOpening are the operations that Keras's loaders do, when they come first.
var tensorOnOpening = map[string]bool{"center_crop": true, "resize_with_pad": true}

// tensorAspect is the argument of a loader for a first step that fits pictures
// into their size, or "".
func tensorAspect(all [][]step, crop, pad string) string {
	if len(all) == 0 || all[0][0].P != 1 {
		return ""
	}
	switch all[0][0].Op {
	case "center_crop":
		return " " + crop + "=True,"
	case "resize_with_pad":
		return " " + pad + "=True,"
	}
	return ""
}

// tensorBatches returns what follows .batch(32).
func tensorBatches(s *sheet, all []step) string {
	text := ""
	for _, st := range all {
		s.need("mixing", st.Op)
		s.note(noteBatches)
		call := fmt.Sprintf("%s(images, labels, %s)", st.Op, num(st.Number("alpha")))
		if st.P != 1 {
			s.need("chance")
			call = fmt.Sprintf("tf.cond(chance(%s), lambda: %s, lambda: (images, labels))", num(st.P), call)
		}
		text += ".map(lambda images, labels: " + call + ")"
	}
	return text
}
