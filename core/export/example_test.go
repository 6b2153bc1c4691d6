package export_test

import (
	"fmt"

	"graft/core/export"
)

func ExampleStems() {
	pictures := []export.Picture{{Class: "cat", Name: "1.jpg"}, {Class: "cat", Name: "1.png"}, {Class: "dog", Name: "1.jpg"}}
	for i, stem := range export.Stems(pictures) {
		fmt.Println(export.ViewFile(pictures[i].Class, stem, 0, export.PNG))
	}
	// Output:
	// cat/1.jpg-0.png
	// cat/1.png-0.png
	// dog/1-0.png
}

func ExampleLine() {
	view := 0
	fmt.Printf("%s", export.Line{File: "cat/1-0.png", Original: "pets/cat/1.jpg", Digest: "ab12", Class: "cat", View: &view}.JSON())
	// Output: {"file":"cat/1-0.png","original":"pets/cat/1.jpg","digest":"ab12","class":"cat","view":0}
}
