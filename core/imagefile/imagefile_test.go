package imagefile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
)

// scene is asymmetric, so that every orientation of it differs.
func scene(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x ^ y) & 64), 255})
		}
	}
	return img
}

func encoded(t testing.TB, f func(w io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, img) })
}

func jpegOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: 90}) })
}

func mustDecode(t testing.TB, data []byte) *Picture {
	t.Helper()
	p, err := Decode(data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func samePixels(t *testing.T, what string, got, want *image.NRGBA) {
	t.Helper()
	if got.Rect != want.Rect {
		t.Fatalf("%s: bounds %v, want %v", what, got.Rect, want.Rect)
	}
	for y := range want.Rect.Dy() {
		for x := range want.Rect.Dx() {
			if g, w := got.NRGBAAt(x, y), want.NRGBAAt(x, y); g != w {
				t.Fatalf("%s: pixel (%d, %d) = %v, want %v", what, x, y, g, w)
			}
		}
	}
}

func TestDecodeLossless(t *testing.T) {
	want := scene(37, 23)
	paletted := image.NewPaletted(want.Rect, nil)
	for i := range 256 {
		paletted.Palette = append(paletted.Palette, color.NRGBA{uint8(i), uint8(255 - i), 7, 255})
	}
	for i := range paletted.Pix {
		paletted.Pix[i] = uint8(i * 7)
	}
	flat := image.NewNRGBA(want.Rect)
	draw.Draw(flat, flat.Rect, paletted, image.Point{}, draw.Src)
	for _, tc := range []struct {
		name, format string
		data         []byte
		want         *image.NRGBA
	}{
		{"png", PNG, pngOf(t, want), want},
		{"png paletted", PNG, pngOf(t, paletted), flat},
		{"bmp", BMP, encoded(t, func(w io.Writer) error { return bmp.Encode(w, want) }), want},
		{"gif", GIF, encoded(t, func(w io.Writer) error {
			return gif.EncodeAll(w, &gif.GIF{Image: []*image.Paletted{paletted}, Delay: []int{0}})
		}), flat},
		{"ppm", PNM, ppmOf(want), want},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := mustDecode(t, tc.data)
			if p.Format != tc.format {
				t.Errorf("format %q, want %q", p.Format, tc.format)
			}
			if p.Digest != sha256.Sum256(tc.data) {
				t.Errorf("digest is not the SHA-256 of the bytes")
			}
			samePixels(t, tc.name, p.Image, tc.want)
		})
	}
}

func ppmOf(img *image.NRGBA) []byte {
	b := fmt.Appendf(nil, "P6\n# a comment 9\n%d %d\n255\n", img.Rect.Dx(), img.Rect.Dy())
	for i := 0; i < len(img.Pix); i += 4 {
		b = append(b, img.Pix[i:i+3]...)
	}
	return b
}

func TestPNM(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		want     []uint8 // red, green, blue of each pixel
	}{
		{"plain grey", "P2 2 1 15 0 15", []uint8{0, 0, 0, 255, 255, 255}},
		{"plain colour", "P3\n1 1\n255\n1 2 3\n", []uint8{1, 2, 3}},
		{"raw grey", "P5 2 1 255\n\x07\xff", []uint8{7, 7, 7, 255, 255, 255}},
		{"raw colour, 16 bits", "P6 1 1 65535\n\x00\x00\x80\x80\xff\xff", []uint8{0, 128, 255}},
		{"scaled", "P5 1 1 3\n\x01", []uint8{85, 85, 85}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := mustDecode(t, []byte(tc.in))
			var got []uint8
			for i := 0; i < len(p.Image.Pix); i += 4 {
				got = append(got, p.Image.Pix[i:i+3]...)
			}
			if !bytes.Equal(got, tc.want) {
				t.Errorf("Decode(%q) = %v, want %v", tc.in, got, tc.want)
			}
		})
	}
}

func TestTransparencyOnWhite(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 3, 1))
	img.SetNRGBA(0, 0, color.NRGBA{200, 100, 0, 0})
	img.SetNRGBA(1, 0, color.NRGBA{200, 100, 0, 128})
	img.SetNRGBA(2, 0, color.NRGBA{200, 100, 0, 255})
	p := mustDecode(t, pngOf(t, img))
	// 200·128/255 + 255·127/255 = 227.39…, 100 → 177.2, 0 → 127
	want := []uint8{255, 255, 255, 255, 227, 177, 127, 255, 200, 100, 0, 255}
	if !bytes.Equal(p.Image.Pix, want) {
		t.Errorf("pixels %v, want %v", p.Image.Pix, want)
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 1, 1))
	deep.SetNRGBA64(0, 0, color.NRGBA64{0xffff, 0x8080, 0, 0x8080})
	got := mustDecode(t, pngOf(t, deep)).Image.NRGBAAt(0, 0)
	// 0x8080 is 128 of 255: green 128·128/255 + 127 = 191.25
	if want := (color.NRGBA{255, 191, 127, 255}); got != want {
		t.Errorf("16-bit pixel %v, want %v", got, want)
	}
}

// Each picture, whatever its coding, against hashes that hold on every platform; one without halved chroma against Go's own conversion.
func TestFiles(t *testing.T) {
	for name, want := range map[string]string{
		"video-001.q50.410.jpeg":              "3548740f8b413f5f",
		"video-001.q50.420.jpeg":              "7fc0a1968679d13e",
		"video-001.q50.422.progressive.jpeg":  "157b10558cd2d9bb",
		"video-001.q50.440.jpeg":              "bcd881e5d8de9ba2",
		"video-001.q50.444.jpeg":              "b9c963ae2554624b",
		"video-001.rgb.jpeg":                  "aa2435f7c73b4160",
		"video-001.cmyk.jpeg":                 "9cc7212ad49f6829",
		"video-005.gray.q50.jpeg":             "5ff63d961468d7b8",
		"video-001.5bpp.gif":                  "ff1a32f95e5c1b19",
		"video-001.lossy.webp":                "ad9dc4bd52abf891",
		"gopher-doc.with-alpha.lossless.webp": "b340f9cb723198af",
		"yellow_rose.lossy-with-alpha.webp":   "281a780fc3cde066",
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			p := mustDecode(t, data)
			raw, err := decodeAny(context.Background(), p.Format, data)
			if err != nil {
				t.Fatal(err)
			}
			if m, ok := raw.(*image.YCbCr); ok && m.SubsampleRatio == image.YCbCrSubsampleRatio444 {
				flat := image.NewNRGBA(p.Image.Rect)
				for y := range flat.Rect.Dy() {
					for x := range flat.Rect.Dx() {
						c := m.YCbCrAt(x, y)
						r, g, b := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
						flat.SetNRGBA(x, y, color.NRGBA{r, g, b, 255})
					}
				}
				samePixels(t, name, p.Image, flat)
			}
			if got := fmt.Sprintf("%x", sha256.Sum256(p.Image.Pix))[:16]; got != want {
				t.Errorf("pixels hash to %s, want %s", got, want)
			}
		})
	}
}

func withExif(jpg []byte, order binary.AppendByteOrder, value uint16) []byte {
	head := "II*\x00"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		head = "MM\x00*"
	}
	b := append([]byte("Exif\x00\x00"), head...)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = append(order.AppendUint16(order.AppendUint16(b, 0x0100), 3), 0, 0, 0, 1, 9, 9, 9, 9)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = append(order.AppendUint16(b, value), 0, 0)
	seg := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(b)+2))
	return append(append(seg, b...), jpg[2:]...)
}

func TestOrientation(t *testing.T) {
	img := scene(70, 41)
	jpg := jpegOf(t, img)
	plain := mustDecode(t, jpg).Image
	at := plain.NRGBAAt
	w, h := 70, 41
	// Where the shown pixel (x, y) comes from: EXIF 2.3, table of tag 0x0112.
	from := map[uint16]func(x, y int) color.NRGBA{
		1: func(x, y int) color.NRGBA { return at(x, y) },
		2: func(x, y int) color.NRGBA { return at(w-1-x, y) },
		3: func(x, y int) color.NRGBA { return at(w-1-x, h-1-y) },
		4: func(x, y int) color.NRGBA { return at(x, h-1-y) },
		5: func(x, y int) color.NRGBA { return at(y, x) },
		6: func(x, y int) color.NRGBA { return at(y, h-1-x) },
		7: func(x, y int) color.NRGBA { return at(w-1-y, h-1-x) },
		8: func(x, y int) color.NRGBA { return at(w-1-y, x) },
		9: func(x, y int) color.NRGBA { return at(x, y) }, // makes no sense
	}
	for value, f := range from {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprintf("%d %v", value, order), func(t *testing.T) {
				data := withExif(jpg, order, value)
				dw, dh := w, h
				if value >= 5 && value <= 8 {
					dw, dh = h, w
				}
				info, err := Inspect(data, DefaultLimits())
				if err != nil || info.Format != JPEG || info.W != dw || info.H != dh {
					t.Fatalf("Inspect = %+v, %v, want %d×%d", info, err, dw, dh)
				}
				want := image.NewNRGBA(image.Rect(0, 0, dw, dh))
				for y := range dh {
					for x := range dw {
						want.SetNRGBA(x, y, f(x, y))
					}
				}
				samePixels(t, "orientation", mustDecode(t, data).Image, want)
			})
		}
	}
}

func TestPNGOrientation(t *testing.T) {
	img := scene(5, 3)
	data := pngOf(t, img)
	exif := withExif([]byte{0, 0}, binary.BigEndian, 6)[12:]
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
	chunk = append(append(chunk, "eXIf"...), exif...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const afterIHDR = 8 + 25
	data = append(append(bytes.Clone(data[:afterIHDR]), chunk...), data[afterIHDR:]...)
	p := mustDecode(t, data)
	if p.Image.Rect.Dx() != 3 || p.Image.NRGBAAt(2, 0) != img.NRGBAAt(0, 0) {
		t.Errorf("turned PNG is %v, first pixel at the top right: %v", p.Image.Rect, p.Image.NRGBAAt(2, 0))
	}
}

func hugePNG(w, h uint32) []byte {
	ihdr := append([]byte("IHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0)
	binary.BigEndian.PutUint32(ihdr[4:], w)
	binary.BigEndian.PutUint32(ihdr[8:], h)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(ihdr))
}

func TestRefusals(t *testing.T) {
	jpg, pic := jpegOf(t, scene(64, 64)), pngOf(t, scene(64, 64))
	for _, tc := range []struct {
		name, in, want string
	}{
		{"empty", "", "empty file"},
		{"text", "This is not a picture.\n", "this is text"},
		{"Chinese text", "这不是图片。", "this is text"},
		{"text that begins as a BMP", "BMW builds cars in Munich.", "this is text"},
		{"svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"},
		{"tiff, little-endian", "II*\x00\x08\x00\x00\x00", "this is a TIFF: want JPEG, PNG"},
		{"tiff, big-endian", "MM\x00*\x00\x00\x00\x08", "this is a TIFF"},
		{"heic", "\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"},
		{"avif", "\x00\x00\x00\x18ftypavif\x00\x00", "AVIF"},
		{"pdf", "%PDF-1.7", "PDF"},
		{"zip", "PK\x03\x04", "zip archive"},
		{"noise", "\x01\x02\x03\x04\x05", "not a picture of a known format"},
		{"jpeg cut in its body", string(jpg[:len(jpg)/2]), "jpeg is cut off"},
		{"jpeg without its last marker", string(jpg[:len(jpg)-2]), "jpeg is cut off"},
		{"jpeg cut in its header", string(jpg[:20]), "cut off"},
		{"png cut", string(pic[:len(pic)/2]), "png is cut off"},
		{"png header alone", string(pic[:16]), "cut off"},
		{"png of 100,000×100,000", string(hugePNG(100_000, 100_000)), "100000 pixels a side: want at most 32768"},
		{"png of 2³¹−1 a side", string(hugePNG(1<<31-1, 1<<31-1)), "pixels a side"},
		{"png of too many pixels", string(hugePNG(30_000, 30_000)), "900000000 pixels: want at most"},
		{"png of 8000×8000 in 33 bytes", string(hugePNG(8000, 8000)), "made up"},
		{"ppm cut", "P6 2 2 255\nabc", "ppm"},
		{"ppm that claims too much", "P5 8000 8000 255\nabc", "made up"},
		{"plain ppm that claims too much", "P2 8000 8000 255\n1 2 3", "made up"},
		{"ppm sample too large", "P2 1 1 15 16", "sample 16: want at most 15"},
		{"ppm without size", "P6 x", "want a number"},
		{"gif without frames", "GIF89a\x01\x00\x01\x00\x00\x00\x00;", "gif"},
		{"webp cut", "RIFF\x24\x00\x00\x00WEBPVP8 ", "webp"},
		{"bmp cut", "BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "bmp"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Decode([]byte(tc.in), DefaultLimits())
			if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.HasPrefix(err.Error(), "imagefile: ") {
				t.Errorf("Decode: %v, want it to say %q", err, tc.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	data := pngOf(t, scene(20, 10))
	brim := DefaultLimits()
	brim.MaxBytes, brim.MaxPixels, brim.MaxSide, brim.MaxMemory = int64(len(data)), 200, 20, 200*(4+4)
	less := func(change func(lim *Limits)) Limits {
		lim := brim
		change(&lim)
		return lim
	}
	for _, tc := range []struct {
		name string
		lim  Limits
		what string
	}{
		{"all at the brim", brim, ""},
		{"a byte less", less(func(lim *Limits) { lim.MaxBytes-- }), "bytes"},
		{"a pixel less", less(func(lim *Limits) { lim.MaxPixels-- }), "pixels"},
		{"a narrower side", less(func(lim *Limits) { lim.MaxSide-- }), "pixels a side"},
		{"a byte of memory less", less(func(lim *Limits) { lim.MaxMemory-- }), "MB of memory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Decode(data, tc.lim)
			if got := errors.Is(err, ErrLimit); got != (tc.what != "") || got && !strings.Contains(err.Error(), " "+tc.what+": want") {
				t.Errorf("Decode: %v, want a limit of %q", err, tc.what)
			}
			if _, err2 := Inspect(data, tc.lim); fmt.Sprint(err2) != fmt.Sprint(err) {
				t.Errorf("Inspect: %v, want as Decode: %v", err2, err)
			}
		})
	}
}

func TestEncodePNG(t *testing.T) {
	want := scene(33, 17)
	data := encoded(t, func(w io.Writer) error { return EncodePNG(w, want) })
	samePixels(t, "round trip", mustDecode(t, data).Image, want)
}

func BenchmarkDecodeJPEG12MP(b *testing.B) {
	data := jpegOf(b, scene(4000, 3000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		mustDecode(b, data)
	}
}

func BenchmarkConvertJPEG12MP(b *testing.B) {
	img, err := jpeg.Decode(bytes.NewReader(jpegOf(b, scene(4000, 3000))))
	if err != nil {
		b.Fatal(err)
	}
	dst := image.NewNRGBA(img.Bounds())
	for b.Loop() {
		convert(dst, img)
	}
}

func BenchmarkTurn12MP(b *testing.B) {
	img := scene(4000, 3000)
	for b.Loop() {
		orientation(6).apply(img)
	}
}
