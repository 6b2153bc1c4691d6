package sample_test

import (
	"fmt"

	"graft/core/sample"
)

func ExamplePicture() {
	data, err := sample.Picture(sample.Names()[0])
	fmt.Println(sample.Names()[0], data[0] == 0xff && data[1] == 0xd8, err)
	// Output: cat true <nil>
}

func ExampleSet() {
	o := sample.DefaultSetOptions()
	o.PerClass = 2
	set, err := sample.Set(o)
	if err != nil {
		panic(err)
	}
	for it := range set {
		fmt.Println(it.Class, it.Name)
	}
	// Output:
	// hotdog hotdog-0001.jpg
	// other other-0001.jpg
	// hotdog hotdog-0002.jpg
	// other other-0002.jpg
}

func ExampleDraw() {
	it, err := sample.Draw(sample.DefaultSetOptions(), "other", 3)
	fmt.Println(it.Name, len(it.Data) > 1000, err)
	// Output: other-0004.jpg true <nil>
}
