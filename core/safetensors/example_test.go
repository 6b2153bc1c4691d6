package safetensors_test

import (
	"bytes"
	"fmt"
	"log"

	"graft/core/safetensors"
)

func ExampleFile() {
	var file bytes.Buffer
	tensors := map[string]safetensors.Tensor{"bias": {Shape: []int{2}, Data: []float32{1, -0.5}}}
	if err := safetensors.Write(&file, tensors, map[string]string{"classes": "cat, dog"}); err != nil {
		log.Fatal(err)
	}
	f, err := safetensors.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), safetensors.MaxHeader)
	if err != nil {
		log.Fatal(err)
	}
	bias, err := f.Tensor("bias")
	if err != nil {
		log.Fatal(err)
	}
	meta, err := f.Metadata()
	if err != nil {
		log.Fatal(err)
	}
	classes, _ := meta.Text("classes")
	fmt.Println(f.Names(), bias.Shape, bias.Data, classes)
	// Output: [bias] [2] [1 -0.5] cat, dog
}
