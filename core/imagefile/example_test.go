package imagefile_test

import (
	"errors"
	"fmt"
	"log"

	"graft/core/imagefile"
)

func ExampleDecode() {
	file := []byte("P3 2 1 255  255 0 0  0 0 255") // a red and a blue pixel
	p, err := imagefile.Decode(file, imagefile.DefaultLimits())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Format, p.Image.Bounds().Size(), p.Image.NRGBAAt(1, 0))
	fmt.Printf("%x…\n", p.Digest[:4])
	// Output:
	// ppm (2,1) {0 0 255 255}
	// 532cbf1c…
}

func ExampleInspect() {
	info, err := imagefile.Inspect([]byte("P5 2 3 255\nabcdef"), imagefile.DefaultLimits())
	fmt.Println(info, err)
	_, err = imagefile.Inspect([]byte("II*\x00"), imagefile.DefaultLimits())
	fmt.Println(err)
	// Output:
	// {ppm 2 3 48 6} <nil>
	// imagefile: this is a TIFF: want JPEG, PNG, GIF, BMP, WebP or PPM
}

func Example_limit() {
	file := []byte("P5 300 200 255 …")
	lim := imagefile.DefaultLimits()
	lim.MaxPixels = 1000
	_, err := imagefile.Inspect(file, lim)
	fmt.Println(errors.Is(err, imagefile.ErrLimit), err)
	// Output: true imagefile: 60000 pixels: want at most 1000
}
