package dataset

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// small are limits that a test can go past.
func small() Limits {
	lim := DefaultLimits()
	lim.MaxFiles, lim.MaxUnpackedBytes, lim.MaxClasses = 100, 1<<20, 5
	lim.Image.MaxBytes = 256 << 10
	return lim
}

func TestBombs(t *testing.T) {
	zeros := make([]byte, 200<<10)
	many := func(n int) (out []file) {
		for i := range n {
			out = append(out, file{name: fmt.Sprintf("c%d/%d.jpg", i%2, i), data: zeros})
		}
		return out
	}
	tiny := func(n int) (out []file) {
		for i := range n {
			out = append(out, file{name: fmt.Sprintf("c%d/%d.jpg", i%2, i), data: []byte("x")})
		}
		return out
	}
	for _, tc := range []struct {
		name string
		data []byte
		word string
	}{
		{"zip unpacks to too much", packZip(t, many(6)...), "unpacks to more than 1024 KiB"},
		{"tar holds too much", packTar(t, many(6)...), "unpacks to more than 1024 KiB"},
		{"tar.gz unpacks to too much", pack(t, packTar(t, many(6)...)), "unpacks to more than 1024 KiB"},
		{"gzip of zeros after a tar header", pack(t, append(packTar(t, file{name: "cat/1.jpg", data: []byte("x")})[:1024], hugeMember(1<<40)...)), ""},
		{"too many files in a zip", packZip(t, tiny(101)...), "more than 100 files"},
		{"too many files in a tar", packTar(t, tiny(101)...), "more than 100 files"},
		{"a million declared", declare(packZip(t, tiny(3)...), 65534), "more than 100 files"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := list(tc.data, small())
			if err == nil || tc.word != "" && !(errors.Is(err, ErrTooBig) && strings.Contains(err.Error(), tc.word)) {
				t.Errorf("List: %v, want ErrTooBig with %q", err, tc.word)
			}
		})
	}
}

// Entries that share bytes let a few of them unpack to any size.
func TestOverlappingEntries(t *testing.T) {
	same := bytes.Repeat([]byte("pixels"), 1000)
	honest := packZip(t, file{name: "cat/1.jpg", data: same}, file{name: "dog/1.jpg", data: same}, file{name: "dog/2.jpg", data: same})
	if _, _, err := list(honest, small()); err != nil {
		t.Fatalf("List of files with equal bytes: %v, want none", err)
	}
	shared := bytes.Clone(honest)
	for at := 0; ; at += 4 {
		i := bytes.Index(shared[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i
		binary.LittleEndian.PutUint32(shared[at+42:], 0) // where its header lies: at the first one's
	}
	_, _, err := list(shared, small())
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "share bytes") {
		t.Errorf("List of entries that share bytes: %v, want ErrDamaged", err)
	}
}

// A small archive may not unpack to what a large one may.
func TestUnpackedIsBoundByTheArchive(t *testing.T) {
	zeros := make([]byte, 20<<20)
	var files []file
	for i := range 4 {
		files = append(files, file{name: fmt.Sprintf("c%d/%d.jpg", i%2, i), data: zeros})
	}
	for name, data := range map[string][]byte{"zip": packZip(t, files...), "tar.gz": pack(t, packTar(t, files...))} {
		if _, _, err := list(data, DefaultLimits()); !errors.Is(err, ErrTooBig) || !strings.Contains(err.Error(), "unpacks to more than 6") {
			t.Errorf("%s of %d bytes with 80 MiB in it: %v, want ErrTooBig", name, len(data), err)
		}
	}
	if _, _, err := list(packTar(t, files...), DefaultLimits()); err != nil {
		t.Errorf("List of a tar of 80 MiB: %v, want none", err)
	}
}

// hugeMember is the header of a member of so many bytes, and a few of them.
func hugeMember(n int64) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "dog/1.jpg", Size: n, Typeflag: tar.TypeReg, Mode: 0o644}); err != nil {
		panic(err)
	}
	return append(b.Bytes(), make([]byte, 2<<20)...)
}

// declare changes the number of entries that the end of a zip declares.
func declare(data []byte, n uint16) []byte {
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(data[end+10:], n)
	return data
}

// A directory may hold more entries than it declares: the count is kept
// modulo 65,536.
func TestMoreEntriesThanDeclared(t *testing.T) {
	one := packZip(t, file{name: "c/1.jpg", data: []byte("x")})
	start, end := bytes.Index(one, []byte("PK\x01\x02")), bytes.LastIndex(one, []byte("PK\x05\x06"))
	const n = 65536 + 1
	data := append([]byte{}, one[:start]...)
	data = append(data, bytes.Repeat(one[start:end], n)...)
	tail := append([]byte{}, one[end:]...)
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*(end-start)))
	data = append(data, tail...)
	before := allocated()
	_, _, err := list(data, small())
	if !errors.Is(err, ErrTooBig) {
		t.Errorf("List: %v, want ErrTooBig", err)
	}
	// 256 KiB of directory may be read whatever the limit; all of it would
	// take about 30 MB.
	if used := allocated() - before; used > 8<<20 {
		t.Errorf("listing took %d bytes: want at most 8 MiB", used)
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestOversizedMemberIsSkipped(t *testing.T) {
	lim := small()
	lim.MaxUnpackedBytes = 1 << 40
	big := file{name: "cat/big.jpg", data: make([]byte, 300<<10)}
	for name, data := range map[string][]byte{
		"zip": packZip(t, big, file{name: "cat/1.jpg", data: []byte("x")}),
		"tar": packTar(t, big, file{name: "cat/1.jpg", data: []byte("x")}),
	} {
		entries, skipped, err := list(data, lim)
		if err != nil || len(entries) != 1 || len(skipped) != 1 || skipped[0].Reason != "300 KiB: want at most 256 KiB a picture" {
			t.Errorf("%s: %v, %v, %v: want the big one skipped", name, entries, skipped, err)
		}
	}
}

// A member that unpacks to more than it declares must not take the memory.
func TestMemberLiesAboutItsSize(t *testing.T) {
	data := packZip(t, file{name: "cat/1.jpg", data: make([]byte, 12<<20)}, file{name: "dog/1.jpg", data: []byte("x")})
	binary.LittleEndian.PutUint32(data[header(t, data, "cat/1.jpg")+24:], 1000)
	entries, _, err := list(data, small())
	if err != nil || len(entries) != 2 || entries[0].Bytes != 1000 {
		t.Fatalf("List = %v, %v: want two entries, the first of 1000 bytes", entries, err)
	}
	before := allocated()
	if _, err := readOne(data, "cat/1.jpg", small()); !errors.Is(err, ErrDamaged) {
		t.Errorf("Read: %v, want ErrDamaged", err)
	}
	if used := allocated() - before; used > 4<<20 {
		t.Errorf("reading took %d bytes: want at most 4 MiB", used)
	}
}

func TestArchiveTooBig(t *testing.T) {
	lim := small()
	lim.MaxArchiveBytes = 100
	data := packZip(t, pets()...)
	if _, _, err := list(data, lim); !errors.Is(err, ErrTooBig) {
		t.Errorf("List: %v, want ErrTooBig", err)
	}
	if _, _, err := list(data, Limits{}); err == nil {
		t.Error("List with zero limits gave no error: want one")
	}
}

// A huge sparse archive is told by its end, not by reading it.
func TestReadsOnlyTheDirectory(t *testing.T) {
	data := packZip(t, file{name: "cat/1.jpg", data: noise(4 << 20)}, file{name: "dog/1.jpg", data: []byte("x")})
	lim := DefaultLimits()
	c := &countingReader{r: bytes.NewReader(data)}
	if _, _, err := List(c, int64(len(data)), lim); err != nil {
		t.Fatal(err)
	}
	if c.n > 256<<10 {
		t.Errorf("listing read %d bytes of %d: want at most 256 KiB", c.n, len(data))
	}
}

func noise(n int) []byte {
	out, x := make([]byte, n), uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}

type countingReader struct {
	r io.ReaderAt
	n int
}

func (c *countingReader) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.r.ReadAt(p, off)
	c.n += n
	return n, err
}
