package dataset

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"graft/core/imagefile"
)

// black are n pictures of 16 Mpx in two classes, in few bytes.
func black(t *testing.T, n int) (files []file) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4000, 4000))); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		files = append(files, file{name: fmt.Sprintf("c%d/%d.png", i%2, i), data: b.Bytes()})
	}
	return files
}

func TestImportTakesTooLong(t *testing.T) {
	for name, data := range map[string][]byte{"zip": packZip(t, black(t, 60)...), "tar.gz": pack(t, packTar(t, black(t, 60)...))} {
		lim := DefaultLimits()
		lim.MaxTime = 300 * time.Millisecond
		began := time.Now()
		dir, _, err := imported(t, data, lim)
		if !errors.Is(err, ErrTooBig) || !strings.HasSuffix(err.Error(), "too big: unpacking it and checking its pictures takes more than 0.005 minutes") {
			t.Errorf("%s: Import: %v, want that it takes too long", name, err)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s: Import gave up after %s, want a second or so", name, took)
		}
		alone(t, dir, false)
	}
}

// A reader that takes long is not waited for either.
func TestSlowListing(t *testing.T) { synctest.Test(t, slowListing) }

func slowListing(t *testing.T) {
	lim := DefaultLimits()
	lim.MaxTime = 50 * time.Millisecond
	data := pack(t, packTar(t, file{name: "cat/1.jpg", data: noise(4 << 20)}))
	dir := filepath.Join(t.TempDir(), "set")
	_, err := Import(t.Context(), slowReader{bytes.NewReader(data)}, int64(len(data)), dir, lim, nil)
	if !errors.Is(err, ErrTooBig) {
		t.Errorf("Import: %v, want ErrTooBig", err)
	}
	alone(t, dir, false)
}

type slowReader struct{ r *bytes.Reader }

func (s slowReader) ReadAt(p []byte, off int64) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return s.r.ReadAt(p, off)
}

// A large archive has more time.
func TestTimeGrowsWithTheArchive(t *testing.T) {
	lim := DefaultLimits()
	for size, want := range map[int64]time.Duration{0: 2 * time.Minute, 3 << 20: 2 * time.Minute, 400 << 20: 2*time.Minute + 100*time.Second} {
		ctx, cancel := lim.timed(context.Background(), size)
		end, _ := ctx.Deadline()
		cancel()
		if got := time.Until(end); got < want-time.Second || got > want {
			t.Errorf("%d bytes have %s, want %s", size, got, want)
		}
	}
}

// deepPNG declares 64 Mpx with 16 bits a channel, and holds nothing.
func deepPNG() []byte {
	ihdr := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), 8192), 8192), 16, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...)
	return append(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(ihdr)), make([]byte, 600_000)...)
}

// What asks for too much is left out as any picture is that cannot be read.
func TestPictureOverALimitIsSkipped(t *testing.T) {
	scans := append([]byte("\xff\xd8\xff\xc2\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00"), bytes.Repeat([]byte("\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00"), 101)...)
	data := packZip(t, append(pets(), file{name: "pets/cat/deep.png", data: deepPNG()}, file{name: "pets/dog/scans.jpg", data: scans})...)
	_, s, err := imported(t, data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []Skipped{
		{Path: "pets/cat/deep.png", Reason: "768 MB of memory: want at most 512", Code: "imagefile.limit_memory", Args: map[string]any{"got": int64(768), "most": int64(512)}},
		{Path: "pets/dog/scans.jpg", Reason: "101 scans: want at most 100", Code: "imagefile.limit_scans", Args: map[string]any{"got": int64(101), "most": int64(100)}},
	}
	if !reflect.DeepEqual(s.Skipped, want) {
		t.Errorf("skipped %v, want %v", s.Skipped, want)
	}
}

// Pictures are checked at the same time as long as they fit into the memory together.
func TestPicturesWaitForMemory(t *testing.T) { synctest.Test(t, picturesWaitForMemory) }

func picturesWaitForMemory(t *testing.T) {
	data := photo(1)
	info, err := imagefile.Inspect(data, imagefile.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	lim := DefaultLimits()
	lim.Image.MaxMemory = info.Memory
	checked := make(chan int, 1)
	c := newCrew(t.Context(), lim, 1, func(done, total int) { checked <- done })
	if !c.memory.Take(t.Context(), 1) {
		t.Fatal("no memory at the start")
	}
	stem := filepath.Join(t.TempDir(), "1")
	go c.submit(Entry{Path: "cat/1.png", Class: "cat"}, data, stem)
	select {
	case <-checked:
		t.Error("checked while a byte of the memory was out")
	case <-time.After(time.Second):
	}
	c.memory.Give(1)
	<-checked
	if _, err := os.Stat(stem + ".png"); err != nil {
		t.Error(err)
	}
}
