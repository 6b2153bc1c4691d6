package codegen

import (
	"fmt"
	"strings"

	"graft/core/recipe"
)

// Model is what must be known of a trained classifier to write programs that use it: how
// it takes pictures. The programs read the rest from the files' metadata.
type Model struct {
	Side    int        // width and height in pixels of the pictures that it takes
	Variant string     // of ResNet-50: "v1" has the stride of a stage in the first 1×1 convolution, all else in the 3×3
	Scale   float32    // what becomes of a pixel, 0 to 255, of red, green and blue:
	Mean    [3]float32 // (pixel × Scale − Mean) / Std
	Std     [3]float32
}

// File is a file that a program loads, by the end of its address at a job.
type File string

// Files that a job offers.
const (
	FileONNX        File = "model.onnx"
	FileSafetensors File = "model.safetensors"
	FileLabels      File = "labels.txt"
)

// Snippet is a program that recognises a picture with a trained classifier.
type Snippet struct {
	Name     string        `json:"name"`     // "onnxruntime", "pytorch", "keras", "web"
	Language string        `json:"language"` // "python" or "html"
	Title    string        `json:"title"`    // the library's own name
	Text     string        `json:"text"`     // the program
	Files    []File        `json:"files"`    // to lie beside it
	Install  string        `json:"install"`  // the command that installs what it needs
	Notes    []recipe.Text `json:"notes"`    // what is to know of it
}

// Predict returns the program in every library, in the order in which a menu
// shows them.
func Predict(m Model) []Snippet {
	return []Snippet{predictONNX(m), predictPyTorch(m), predictKeras(m), predictWeb(m)}
}

// trainableNote is of the libraries whose model can be trained further.
var trainableNote = recipe.Text{
	En: "The whole network with its weights: it can be trained further. Keep its batch normalisations in inference mode.",
	Zh: "包含权重的完整网络，可以继续训练。训练时请让批归一化保持推理模式。",
}

// numbers is the constant behind name in Python and JavaScript.
func numbers(v [3]float32) string { return fmt.Sprintf("[%.9g, %.9g, %.9g]", v[0], v[1], v[2]) }

// prepareFor is preparePython for that side.
func prepareFor(side int) string {
	return strings.ReplaceAll(preparePython, "{{side}}", fmt.Sprint(side))
}

// resizeNote says what differs where a picture has to be resized.
func resizeNote(side int) recipe.Text {
	return recipe.Text{
		En: fmt.Sprintf("Pictures of other sizes than %[1]d×%[1]d are shrunk by Pillow, whose rounding differs a little: probabilities may differ in the third digit.", side),
		Zh: fmt.Sprintf("尺寸不是 %[1]d×%[1]d 的图片由 Pillow 缩放，其舍入略有不同：概率可能在第三位小数上有差别。", side),
	}
}

// fill puts values in the place of names in braces.
func fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		pairs[i] = "{{" + pairs[i] + "}}"
	}
	return strings.TrimLeft(strings.NewReplacer(pairs...).Replace(text), "\n")
}
