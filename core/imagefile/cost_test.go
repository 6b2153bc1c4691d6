package imagefile

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"graft/core/fault"
	"graft/core/imagefile/hostile"

	"golang.org/x/image/bmp"
)

// A scan is a scan wherever it stands, and what is no scan is none.
func TestScans(t *testing.T) {
	jpg := jpegOf(t, scene(40, 30))
	trailing := append(bytes.Clone(jpg), bytes.Repeat([]byte("\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"), 300)...) // as in the film of a motion photo
	inside := append([]byte("\xff\xd8\xff\xe2\x0f\xa2"), bytes.Repeat([]byte{0xff, 0xda}, 2000)...)                // as in a preview
	inside = append(inside, jpg[2:]...)
	for _, tc := range []struct {
		name  string
		data  []byte
		scans int64
	}{
		{"baseline", jpg, 1},
		{"progressive", hostile.ManyScans(64, 12, ""), 12},
		{"after stray bytes", hostile.ManyScans(64, 12, "stray"), 12},
		{"after a stuffed byte", hostile.ManyScans(64, 12, "\xff\x00"), 12},
		{"after a restart marker", hostile.ManyScans(64, 12, "\xff\xd5"), 12},
		{"after bytes that fill", hostile.ManyScans(64, 12, "\xff\xff\xff"), 12},
		{"after a comment that ends in 0xff", hostile.ManyScans(64, 12, "\xff\xfe\x00\x04x\xff"), 12},
		{"after a comment of scans", hostile.ManyScans(64, 12, "\xff\xfe\x00\x06\xff\xda\xff\xda"), 12},
		{"marks behind the end", trailing, 1},
		{"marks inside a segment", inside, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lim := DefaultLimits()
			lim.MaxScans = int(tc.scans)
			if _, err := Decode(tc.data, lim); err != nil {
				t.Errorf("Decode at %d scans: %v, want none", tc.scans, err)
			}
			lim.MaxScans--
			if _, err := Decode(tc.data, lim); !errors.Is(err, tooManyScans) || err.Error() != fmt.Sprintf("imagefile: %d scans: want at most %d", tc.scans, tc.scans-1) {
				t.Errorf("Decode at %d scans: %v, want that there are %d", lim.MaxScans, err, tc.scans)
			}
		})
	}
}

// The channels of each scan count, as many samples as they have.
func TestScannedSamples(t *testing.T) {
	for name, want := range map[string]int64{
		"video-001.q50.444.jpeg":             152 * 104 * 3, // 150×103 in blocks of 8
		"video-001.q50.420.jpeg":             160 * 112 * 3 / 2,
		"video-001.q50.422.progressive.jpeg": 160*104*2*2 + 160*104*4 + 80*104*2*2, // means and their last bit of all; luma in four scans more; chroma in two each
		"video-005.gray.q50.jpeg":            152 * 104,
	} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if f := readJPEG(data); f.scanned != want {
			t.Errorf("%s: %d samples in %d scans, want %d", name, f.scanned, f.scans, want)
		}
	}
}

// chunked is a PNG of nothing but a header and n bytes of noise.
func chunked(w, h uint32, depth, kind byte, n int) []byte {
	ihdr := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	ihdr = append(ihdr, depth, kind, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(ihdr))
	return append(b, make([]byte, n)...)
}

// What asks for more than the defaults allow is refused by its headers.
func TestBombsAreRefusedBeforeMemoryIsTaken(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		data       []byte
	}{
		{"150 scans over 64 Mpx", "imagefile: 150 scans: want at most 100", hostile.ManyScans(8192, 150, "")},
		{"20 scans over 64 Mpx", "imagefile: 1342177280 samples in all scans: want at most 1073741824", hostile.ManyScans(8192, 20, "")},
		{"16 bits a channel over 64 Mpx", "imagefile: 768 MB of memory: want at most 512", chunked(8192, 8192, 16, 6, 600_000)},
		{"64 Mpx of 16 bits in what 1 bit would take", "made up", chunked(8192, 8192, 16, 6, 140_000)},
		{"900 Mpx", "900000000 pixels: want at most 67108864", chunked(30_000, 30_000, 1, 0, 200_000)},
		{"four progressive channels of 36 Mpx", "MB of memory", progressive(6000, 6000, 4, 80_000)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := allocated()
			_, err := Decode(tc.data, DefaultLimits())
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Decode: %v, want it to say %q", err, tc.want)
			}
			if used := allocated() - before; used > 1<<20 {
				t.Errorf("the refusal took %d bytes: want at most 1 MiB", used)
			}
		})
	}
}

// progressive is the frame of a progressive JPEG and a scan of n bytes of nothing.
func progressive(w, h, channels, n int) []byte {
	b := []byte{0xff, 0xd8, 0xff, 0xc2, 0, byte(8 + 3*channels), 8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), byte(channels)}
	for i := range channels {
		b = append(b, byte(i+1), 0x11, 0)
	}
	b = append(b, 0xff, 0xda, 0, byte(6+2*channels), byte(channels))
	for i := range channels {
		b = append(b, byte(i+1), 0)
	}
	return append(append(b, 0, 0, 0), make([]byte, n)...)
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// Inspect's Memory is what Decode takes: all that it ever allocates is that and, at
// most, the result once more, for which a stage before has made room.
func TestMemoryIsWhatDecodingTakes(t *testing.T) {
	const side = 640
	img := scene(side, side)
	paletted := image.NewPaletted(img.Rect, palette.Plan9)
	deep, grey16 := image.NewNRGBA64(img.Rect), image.NewGray16(img.Rect)
	deep.SetNRGBA64(1, 1, color.NRGBA64{R: 0x1234, A: 0x8000}) // not opaque: four channels
	files := map[string][]byte{
		"jpeg": jpegOf(t, img), "jpeg, turned": withExif(jpegOf(t, img), binary.BigEndian, 6), "jpeg, grey": jpegOf(t, image.NewGray(img.Rect)),
		"jpeg, progressive": hostile.ManyScans(side, 3, ""),
		"png":               pngOf(t, img), "png, palette": pngOf(t, paletted), "png, 16 bits": pngOf(t, deep), "png, 16 bits of grey": pngOf(t, grey16),
		"png, one grey of 16 bits transparent": transparent(pngOf(t, grey16)),
		"gif":                                  encoded(t, func(w io.Writer) error { return gif.Encode(w, paletted, nil) }),
		"bmp":                                  encoded(t, func(w io.Writer) error { return bmp.Encode(w, img) }),
		"ppm":                                  ppmOf(img),
	}
	names, err := filepath.Glob("testdata/*.*")
	more, err2 := filepath.Glob("testdata/pillow/*.*")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, more...) {
		if files[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range files {
		info, err := Inspect(data, DefaultLimits())
		if err != nil {
			continue // the README, and what is not read
		}
		result := int64(4 * info.W * info.H)
		before := allocated()
		if _, err := Decode(data, DefaultLimits()); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		used := int64(allocated() - before)
		const beside = 300 << 10 // tables, windows and readers
		if used > info.Memory+result+beside || info.W == side && used < info.Memory {
			t.Errorf("%s: decoding %d×%d pixels allocates %d bytes, and Inspect says %d", name, info.W, info.H, used, info.Memory)
		}
	}
}

// transparent puts a chunk into a PNG that says that 0x0000 is transparent.
func transparent(data []byte) []byte {
	const afterIHDR = 8 + 25
	chunk := append([]byte{0, 0, 0, 2}, "tRNS\x00\x00"...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(bytes.Clone(data[:afterIHDR]), chunk...), data[afterIHDR:]...)
}

// slow is a JPEG within the limits that takes about a second to decode.
func slow() []byte { return hostile.ManyScans(4096, 60, "") }

// Who is told to stop stops, in the middle of a picture too.
func TestCancelledDecode(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("nothing else runs in a tab while a picture is decoded")
	}
	data := slow()
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("the client is gone")
	var stopped time.Time
	time.AfterFunc(100*time.Millisecond, func() { stopped = time.Now(); cancel(gone) })
	_, err := DecodeContext(ctx, data, DefaultLimits())
	took := time.Since(stopped)
	if !errors.Is(err, gone) {
		t.Fatalf("DecodeContext: %v, want the cause of the context's end", err)
	}
	// A million steps between two looks at the context, on a machine that is busy.
	if took > 500*time.Millisecond {
		t.Errorf("DecodeContext went on for %s, want at most 0.5 s", took)
	}
	for name, data := range map[string][]byte{"png": pngOf(t, scene(9, 9)), "ppm": ppmOf(scene(9, 9)), "none": nil} {
		if _, err := DecodeContext(ctx, data, DefaultLimits()); !errors.Is(err, gone) {
			t.Errorf("%s: DecodeContext after the end: %v, want its cause", name, err)
		}
	}
}

// Each decoder reads through the context.
func TestEveryDecoderStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	names, err := filepath.Glob("testdata/pillow/*.*")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	ppm := filepath.Join(t.TempDir(), "scene.ppm")
	if err := os.WriteFile(ppm, ppmOf(scene(9, 9)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, ppm) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		info, err := Inspect(data, DefaultLimits())
		if err != nil {
			continue
		}
		seen[info.Format] = true
		if _, err := decodeAny(ctx, info.Format, data); err == nil {
			t.Errorf("%s: decoded after the end of the context", name)
		}
	}
	if len(seen) != 6 {
		t.Errorf("formats %v, want all six", seen)
	}
}

func TestTimeLimit(t *testing.T) {
	lim := DefaultLimits()
	lim.MaxTime = 100 * time.Millisecond
	began := time.Now()
	_, err := Decode(slow(), lim)
	if args := fault.WireOf(err).Args; !errors.Is(err, tooSlow) || args["got"].(int64) < 100 || args["most"] != int64(100) {
		t.Errorf("Decode: %v, want that it took more than 100 ms", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("Decode took %s, want at most 1 s", took)
	}
}

func ExampleDecodeContext() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // the client is gone
	_, err := DecodeContext(ctx, []byte("P3 1 1 255  1 2 3"), DefaultLimits())
	fmt.Println(err)
	// Output: imagefile: decode: context canceled
}
