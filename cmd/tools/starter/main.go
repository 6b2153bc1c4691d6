// Command starter draws what the starter weights are trained on: see README.md.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"

	"graft/core/sample/kinds"
)

func main() {
	side := flag.Int("side", 64, "side of the pictures in `pixels`")
	seed := flag.Uint64("seed", 1, "`seed` of the pictures")
	from := flag.Uint64("from", 0, "`index` of the first picture")
	n := flag.Uint64("n", 0, "how `many`, 0 for no end")
	kind := flag.Int("kind", -1, "with -sheet: one picture of each `kind` from this one on")
	sheet := flag.Int("sheet", 0, "write a PNG with so many pictures a `row` instead")
	flag.Parse()
	if err := run(*side, *seed, *from, *n, *sheet, *kind); err != nil {
		fmt.Fprintln(os.Stderr, "starter:", err)
		os.Exit(1)
	}
}

// run writes, for each picture, its kind (two bytes, little-endian), its traits
// and its pixels.
func run(side int, seed, from, n uint64, sheet, kind int) error {
	d, err := kinds.New(side)
	if err != nil {
		return err
	}
	if sheet > 0 {
		return contactSheet(d, side, seed, from, sheet, kind)
	}
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	for i := from; n == 0 || i < from+n; i++ {
		pixels, kind, traits := d.Draw(seed, i)
		w.Write(binary.LittleEndian.AppendUint16(nil, uint16(kind)))
		w.Write(traits[:])
		if _, err := w.Write(pixels); err != nil {
			return err // the reader has gone
		}
	}
	return w.Flush()
}

func contactSheet(d *kinds.Drawer, side int, seed, from uint64, row, kind int) error {
	img := image.NewNRGBA(image.Rect(0, 0, row*side, row*side))
	for k := range row * row {
		pixels, _, _ := d.Draw(seed, from+uint64(k))
		if kind >= 0 {
			var err error
			if pixels, err = d.DrawKind(seed, from, kind+k); err != nil {
				break
			}
		}
		for y := range side {
			for x := range side {
				o := img.PixOffset(k%row*side+x, k/row*side+y)
				copy(img.Pix[o:o+3], pixels[3*(y*side+x):])
				img.Pix[o+3] = 255
			}
		}
	}
	return png.Encode(os.Stdout, img)
}
