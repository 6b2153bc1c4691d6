package onnxfile_test

import (
	"bytes"
	"fmt"
	"log"

	"graft/core/onnxfile"
)

func ExampleModel() {
	m := onnxfile.New("head")
	x := m.Input("features", onnxfile.Any, 2)
	kernel := m.Tensor("kernel", []float32{1, 2, 3, 4, 5, 6}, 2, 3)
	bias := m.Tensor("bias", []float32{0, 0, 1}, 3)
	m.Output(m.Softmax("probabilities", m.Gemm("logits", x, kernel, bias)), onnxfile.Any, 3)
	var file bytes.Buffer
	n, err := m.WriteTo(&file)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n == int64(file.Len()))
	// Output: true
}
