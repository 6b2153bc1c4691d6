package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"math/rand/v2"
)

// photos are one large picture for each of two classes. Others differ in a
// comment in the file: they cost as much to decode and are quick to make.
type photos struct {
	w, h  int
	files [2][]byte
}

// newPhotos draws pictures of about that size with the detail of a photo.
func newPhotos(megapixels float64) (*photos, error) {
	w := int(math.Sqrt(megapixels*1e6*4/3)) &^ 15
	p := &photos{w: w, h: w * 3 / 4}
	for class := range p.files {
		img := image.NewYCbCr(image.Rect(0, 0, p.w, p.h), image.YCbCrSubsampleRatio420)
		draw := rand.New(rand.NewPCG(1, uint64(class)))
		for y := range p.h {
			row := img.Y[y*img.YStride:][:p.w]
			wave := 40 * math.Sin(float64(y)/130)
			for x := range row {
				row[x] = uint8(120 + wave + float64(x*60/p.w) + 24*draw.Float64())
			}
		}
		tint := [2]color.YCbCr{{Cb: 90, Cr: 170}, {Cb: 170, Cr: 90}}[class]
		for i := range img.Cb {
			img.Cb[i], img.Cr[i] = tint.Cb, tint.Cr
		}
		var file bytes.Buffer
		if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 85}); err != nil {
			return nil, err
		}
		p.files[class] = file.Bytes()
	}
	return p, nil
}

// file returns picture i, of the class i%2.
func (p *photos) file(i int) []byte {
	base := p.files[i%2]
	comment := binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, 2+8)
	comment = binary.BigEndian.AppendUint64(comment, uint64(i))
	return append(append(append([]byte(nil), base[:2]...), comment...), base[2:]...)
}

// zip writes an archive of n pictures in two class folders.
func (p *photos) zip(w io.Writer, n int) error {
	z := zip.NewWriter(w)
	for i := range n {
		name := fmt.Sprintf("%s/%05d.jpg", [2]string{"red", "green"}[i%2], i)
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.file(i)); err != nil {
			return err
		}
	}
	return z.Close()
}
