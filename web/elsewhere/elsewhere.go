package elsewhere

import (
	"slices"

	"graft/core/api"
	"graft/core/codegen"
	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// fileHead is the head alone, which Graft itself takes.
const fileHead codegen.File = "head.safetensors"

// way is a way to use a trained classifier elsewhere.
type way struct {
	codegen.Snippet
	about string // in the visitor's language
}

// ways lists them for a job, in the order of the tabs.
func ways(w i18n.Words, j api.Job) []way {
	var list []way
	for _, s := range codegen.Predict(modelOf(j)) {
		if j.Train.Top == recipe.TopSoftmax && slices.Contains(s.Files, codegen.FileSafetensors) {
			continue // torchvision's network has no place for such a head
		}
		list = append(list, way{s, w.T("Put the file and this program into one folder. It is complete, and gives what Graft says.")})
	}
	return append(list, way{codegen.Snippet{
		Name: "graft", Language: "shell", Title: "Graft", Files: []codegen.File{fileHead},
		Text: "graft predict head.safetensors picture.jpg\n",
	}, w.T("The classifier alone is small. Graft brings ResNet-50 itself, as long as the weights are those of this run.")})
}

// modelOf is what the programs must know of the network. Runs of earlier versions
// do not say: theirs were prepared as torchvision does.
func modelOf(j api.Job) codegen.Model {
	w := j.Weights
	m := codegen.Model{Side: j.InputSize(), Variant: w.Variant, Scale: w.Pixels.Scale, Mean: w.Pixels.Mean, Std: w.Pixels.Std}
	if m.Scale == 0 {
		m.Scale, m.Mean, m.Std = 1./255, [3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}
	}
	return m
}

// address is where a job's file is.
func address(j api.Job, f codegen.File) string {
	if f == fileHead {
		return "/api/v1/jobs/" + j.ID + "/head"
	}
	return "/api/v1/jobs/" + j.ID + "/" + string(f)
}

// fileBytes is how large a file will be, nearly; 0 for a small one.
func fileBytes(j api.Job, f codegen.File) float64 {
	const feature, backbone = 2048, 94e6
	switch f {
	case fileHead:
		return float64(4 * (feature + 1) * len(j.Classes))
	case codegen.FileONNX, codegen.FileSafetensors:
		return backbone + float64(4*(feature+1)*len(j.Classes))
	}
	return 0
}
