package codegen_test

import (
	"fmt"
	"strings"

	"graft/core/codegen"
	"graft/core/recipe"
)

func ExampleCode() {
	r, err := recipe.Parse(`{"steps":[{"op":"flip_left_right","p":0.5},{"op":"rotation","degrees":20}]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	c := codegen.Albumentations(r)
	for _, line := range strings.Split(c.Text, "\n")[3:8] {
		fmt.Println(line)
	}
	// Output:
	// augment = A.Compose([
	//     A.Resize(224, 224, interpolation=cv2.INTER_AREA, p=1),
	//     A.HorizontalFlip(p=0.5),
	//     A.Rotate((-20, 20), border_mode=cv2.BORDER_REPLICATE, p=1),
	//     # A.Normalize(),  # for torchvision's ImageNet weights
}

func ExamplePredict() {
	torchvision := codegen.Model{
		Side: 224, Variant: "v1.5", Scale: 1. / 255,
		Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225},
	}
	for _, program := range codegen.Predict(torchvision) {
		fmt.Println(program.Name, program.Files)
	}
	// Output:
	// onnxruntime [model.onnx]
	// pytorch [model.safetensors]
	// keras [model.safetensors]
	// web [model.onnx labels.txt]
}
