package imagefile

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"graft/core/imagefile/hostile"

	"golang.org/x/image/bmp"
)

// A target a format: what marks the format is written over the input, so that
// all of the time goes into one decoder.

func FuzzJPEG(f *testing.F) {
	small := scene(9, 5)
	grey := image.NewGray(image.Rect(0, 0, 17, 3))
	fuzz(f, JPEG, [][]byte{
		jpegOf(f, small), jpegOf(f, grey),
		withExif(jpegOf(f, small), binary.LittleEndian, 6), withExif(jpegOf(f, small), binary.BigEndian, 8),
		hostile.ManyScans(64, 15, ""), hostile.ManyScans(64, 25, ""), hostile.ManyScans(64, 5, "stray\xff\x00\xff\xd3\xff\xff"), hostile.ManyScans(64, 3, "")[:90],
	}, func(data []byte) { copy(data, "\xff\xd8\xff") })
}

func FuzzPNG(f *testing.F) {
	small := scene(9, 5)
	paletted := image.NewPaletted(small.Rect, palette.Plan9)
	draw.Draw(paletted, small.Rect, small, image.Point{}, draw.Src)
	deep := image.NewNRGBA64(image.Rect(0, 0, 5, 3))
	deep.SetNRGBA64(1, 1, color.NRGBA64{R: 0x1234, A: 0x8000})
	stored := encoded(f, func(w io.Writer) error {
		return (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(w, small)
	})
	fuzz(f, PNG, [][]byte{
		pngOf(f, small), pngOf(f, paletted), pngOf(f, deep), stored, pngOf(f, image.NewGray(small.Rect)),
		hugePNG(100_000, 100_000),
	}, func(data []byte) {
		copy(data, "\x89PNG\r\n\x1a\n")
		mendChecksums(data)
	})
}

// mendChecksums writes the right checksum behind each chunk of a PNG: the
// decoder would refuse nearly every change without a look at it.
func mendChecksums(data []byte) {
	for at := 8; at+12 <= len(data); {
		n := int64(binary.BigEndian.Uint32(data[at:]))
		end := int64(at) + 8 + n
		if end+4 > int64(len(data)) {
			return
		}
		binary.BigEndian.PutUint32(data[end:], crc32.ChecksumIEEE(data[at+4:end]))
		at = int(end) + 4
	}
}

func FuzzGIF(f *testing.F) {
	small := scene(9, 5)
	frame := image.NewPaletted(small.Rect, append(palette.WebSafe[:200:200], color.Transparent))
	draw.Draw(frame, small.Rect, small, image.Point{}, draw.Src)
	moving := encoded(f, func(w io.Writer) error {
		return gif.EncodeAll(w, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{0, 5}})
	})
	fuzz(f, GIF, [][]byte{moving}, func(data []byte) { copy(data, "GIF8") })
}

func FuzzBMP(f *testing.F) {
	small := scene(9, 5)
	var seeds [][]byte
	for _, img := range []image.Image{small, image.NewGray(small.Rect), image.NewPaletted(small.Rect, palette.Plan9)} {
		seeds = append(seeds, encoded(f, func(w io.Writer) error { return bmp.Encode(w, img) }))
	}
	seeds = append(seeds, bmpOf(1, 0), bmpOf(4, 0), bmpOf(4, 2), bmpOf(8, 1), bmpOf(16, 0), bmpOf(16, 3), bmpOf(32, 3))
	fuzz(f, BMP, seeds, func(data []byte) {
		copy(data, "BM")
		if len(data) >= 18 {
			clear(data[15:18])
		}
	})
}

// bmpOf is a BMP of 3×2 pixels with as many bits a pixel, packed as it says
// (0 plain, 1 and 2 run lengths, 3 by masks).
func bmpOf(bits, packing uint32) []byte {
	b := append([]byte("BM"), make([]byte, 12)...)
	for _, v := range []uint32{40, 3, 2, 1 | bits<<16, packing, 0, 0, 0, 2, 0} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	b = append(b, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 0, 0) // two colours, or three masks
	binary.LittleEndian.PutUint32(b[10:], uint32(len(b)))
	return append(b, 3, 1, 0, 3, 0, 1, 1, 0, 0, 1, 0, 0, 0, 2, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0)
}

func FuzzWebP(f *testing.F) {
	fuzz(f, WebP, nil, func(data []byte) {
		if len(data) >= 12 {
			copy(data, "RIFF")
			copy(data[8:], "WEBP")
		}
	})
}

func FuzzPPM(f *testing.F) {
	fuzz(f, PNM, [][]byte{
		ppmOf(scene(9, 5)), []byte("P2 2 1 15 0 15"), []byte("P3\n# red\n1 1 255 255 0 0"), []byte("P5 2 2 65535 abcdefgh"),
	}, func(data []byte) {
		if len(data) >= 3 {
			data[0], data[1] = 'P', "2356"[data[1]%4]
			if data[2] != '#' {
				data[2] = ' '
			}
		}
	})
}

// fuzz looks for files that the decoder of a format trips over, from seeds and
// the files in testdata that are of it. mark makes bytes of the format.
func fuzz(f *testing.F, format string, seeds [][]byte, mark func(data []byte)) {
	names, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, data)
	}
	for _, s := range seeds {
		if got, err := sniff(s); err == nil && got == format {
			f.Add(s)
		}
	}
	lim := DefaultLimits()
	lim.MaxBytes, lim.MaxPixels, lim.MaxSide, lim.MaxScans = 1<<20, 1<<16, 1<<12, 20
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.Clone(data) // the fuzzing engine's own must stay as it is
		mark(data)
		checkDecode(t, data, lim)
	})
}

// checkDecode holds Decode to what Inspect says and to its own word.
func checkDecode(t *testing.T, data []byte, lim Limits) {
	info, ierr := Inspect(data, lim)
	p, err := Decode(data, lim)
	if err != nil {
		return
	}
	if ierr != nil {
		t.Fatalf("Decode reads what Inspect refuses: %v", ierr)
	}
	b := p.Image.Rect
	if b.Min != (image.Point{}) || b.Dx() != info.W || b.Dy() != info.H || p.Format != info.Format {
		t.Fatalf("Decode gives %v %s, Inspect %+v", b, p.Format, info)
	}
	if p.Format == JPEG && readJPEG(data).scans == 0 {
		t.Fatal("decoded without a scan that was counted")
	}
	if !p.Image.Opaque() {
		t.Fatal("not opaque")
	}
}
