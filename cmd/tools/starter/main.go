// Command starter draws what the starter weights are trained on: to standard
// output, for train.py, or as a contact sheet to look at. See README.md.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"runtime"

	"graft/core/sample/kinds"
)

func main() {
	side := flag.Int("side", 64, "side of the pictures in `pixels`")
	seed := flag.Uint64("seed", 1, "`seed` of the pictures")
	from := flag.Uint64("from", 0, "`index` of the first picture")
	n := flag.Uint64("n", 0, "how `many`, 0 for no end")
	var shares kinds.Shares
	flag.Float64Var(&shares.Dishes, "dishes", 0, "`share` of the pictures that are of dishes, 0 to 1")
	flag.Float64Var(&shares.Finds, "finds", 0, "`share` of the pictures that are of finds, 0 to 1")
	flag.Float64Var(&shares.Later, "later", 0, "`share` of each sort that is of its later kinds, 0 to 1")
	painters := flag.Int("painters", runtime.GOMAXPROCS(0), "how many draw at a `time`")
	row := flag.Int("sheet", 0, "write a PNG with so many pictures a `row`, and so many rows")
	kind := flag.Int("kind", -1, "with -sheet: one picture of each `kind` from this one on")
	flag.Parse()
	var err error
	if *row > 0 {
		err = sheet(os.Stdout, *side, shares, *seed, *from, *row, *kind)
	} else {
		err = stream(os.Stdout, *side, shares, *seed, *from, *n, max(*painters, 1))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "starter:", err)
		os.Exit(1)
	}
}

// stream writes, for each picture, its kind (two bytes, little-endian), its traits
// (a byte each) and its pixels (red, green, blue, row by row). Several draw at a
// time; the pictures come in order.
func stream(to io.Writer, side int, shares kinds.Shares, seed, from, n uint64, painters int) error {
	lines := make([]chan []byte, painters)
	stop := make(chan struct{})
	defer close(stop)
	for k := range lines {
		d, err := kinds.New(side, shares)
		if err != nil {
			return err
		}
		lines[k] = make(chan []byte, 8)
		go paint(d, seed, from+uint64(k), uint64(painters), lines[k], stop)
	}
	w := bufio.NewWriterSize(to, 1<<20)
	for i := uint64(0); n == 0 || i < n; i++ {
		if _, err := w.Write(<-lines[i%uint64(painters)]); err != nil {
			return err // the reader has gone
		}
	}
	return w.Flush()
}

// paint draws every step-th picture until stop is closed.
func paint(d *kinds.Drawer, seed, from, step uint64, line chan<- []byte, stop <-chan struct{}) {
	for i := from; ; i += step {
		pixels, kind, traits := d.Draw(seed, i)
		record := make([]byte, 0, 2+len(traits)+len(pixels))
		record = binary.LittleEndian.AppendUint16(record, uint16(kind))
		record = append(append(record, traits[:]...), pixels...)
		select {
		case line <- record:
		case <-stop:
			return
		}
	}
}

// sheet writes a square of pictures: of any kind, or one of each kind from kind on.
func sheet(to io.Writer, side int, shares kinds.Shares, seed, from uint64, row, kind int) error {
	d, err := kinds.New(side, shares)
	if err != nil {
		return err
	}
	img := image.NewNRGBA(image.Rect(0, 0, row*side, row*side))
	for k := range row * row {
		pixels, _, _ := d.Draw(seed, from+uint64(k))
		if kind >= 0 {
			if pixels, err = d.DrawKind(seed, from, kind+k); err != nil {
				return err
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
	return png.Encode(to, img)
}
