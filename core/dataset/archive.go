package dataset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
)

// Entry is a file of an archive that is taken for a picture; whether it is
// one shows when it is decoded.
type Entry struct {
	Path  string // in the archive, cleaned: no "..", no root, slashes
	Class string
	Bytes int64 // as declared, unpacked
}

// member is a file of an archive as it declares itself.
type member struct {
	name   string
	folder bool
	bytes  int64
	reason error // why it cannot be taken whatever its name, or nil
}

// container is a format of archives. Both methods may read from the start
// again; open's reader is valid until the next call.
type container interface {
	members(visit func(member) error) error // in the order in which reading is quickest
	open(index int) (io.Reader, error)      // index as counted by members
}

// Archive is an opened archive. It reads by random access and holds only the
// list of what is inside. It is not for concurrent use.
type Archive struct {
	Entries []Entry // in the order in which Read is quickest
	Loose   []Entry // files in no class folder; they are among Skipped too
	Skipped []Skipped

	box   container
	index map[string]int // of an entry's path among the members
	lim   Limits
}

// List returns what an archive of size bytes holds. It fails with ErrEmpty,
// and still returns what was skipped, if that is nothing.
func List(r io.ReaderAt, size int64, lim Limits) ([]Entry, []Skipped, error) {
	a, err := OpenArchive(r, size, lim)
	if err != nil {
		return nil, nil, err
	}
	if len(a.Entries) == 0 {
		return nil, a.Skipped, checkClasses(nil, a.Skipped, lim)
	}
	return a.Entries, a.Skipped, nil
}

// OpenArchive lists an archive of size bytes.
func OpenArchive(r io.ReaderAt, bytes int64, lim Limits) (*Archive, error) {
	if err := lim.Validate(); err != nil {
		return nil, err
	}
	if bytes > lim.MaxArchiveBytes {
		return nil, largeArchive.Err(size(bytes), size(lim.MaxArchiveBytes))
	}
	lim = lim.Unpacked(bytes)
	box, err := sniff(r, bytes, lim)
	if err != nil {
		return nil, err
	}
	a := &Archive{box: box, lim: lim, index: map[string]int{}}
	return a, a.list()
}

// Read returns the bytes of the entry at path. Entries of a tar are quickest
// read in the order of Entries.
func (a *Archive) Read(path string) ([]byte, error) {
	data, err := a.read(path)
	if err != nil {
		return nil, fmt.Errorf("dataset: %q: %w", path, err)
	}
	return data, nil
}

// read is Read with errors that do not name the path.
func (a *Archive) read(path string) ([]byte, error) {
	i, ok := a.index[path]
	if !ok {
		return nil, fmt.Errorf("%w in the archive", ErrNotFound)
	}
	r, err := a.box.open(i)
	if err != nil {
		return nil, damage(err)
	}
	data, err := readAll(r, a.lim.Image.MaxBytes)
	if err != nil {
		return nil, damage(err)
	}
	return data, nil
}

// readAll reads at most limit bytes; more is an error.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	if _, err := io.Copy(&buf, io.LimitReader(r, limit+1)); err != nil {
		return nil, err
	}
	if int64(buf.Len()) > limit {
		return nil, largeFile.Err(size(limit))
	}
	return buf.Bytes(), nil
}

// listing collects what members say.
type listing struct {
	lim     Limits
	count   int
	total   int64
	paths   []string // of files to take, in order
	sizes   []int64
	index   map[string]int
	folders map[string]bool
	skipped []Skipped
}

func (a *Archive) list() error {
	l := &listing{lim: a.lim, index: a.index, folders: map[string]bool{}}
	if err := a.box.members(l.visit); err != nil {
		return err
	}
	common := root(l.paths)
	deeper := false
	for _, p := range l.paths {
		deeper = deeper || common != "" && strings.Contains(strings.TrimPrefix(p, common+"/"), "/")
	}
	for i, p := range l.paths {
		l.fill(p)
		class, reason := classOf(p, common, deeper)
		if reason != nil {
			l.skip(p, reason)
			a.Loose = append(a.Loose, Entry{p, "", l.sizes[i]})
			continue
		}
		a.Entries = append(a.Entries, Entry{p, class, l.sizes[i]})
	}
	for f := range l.folders {
		l.skip(f+"/", skipFolder.Err())
	}
	sort.SliceStable(l.skipped, func(i, j int) bool { return l.skipped[i].Path < l.skipped[j].Path })
	a.Skipped = l.skipped
	return nil
}

func (l *listing) skip(path string, reason error) {
	l.skipped = append(l.skipped, SkippedFor(path, reason))
}

// visit takes or skips one member; its error ends the listing.
func (l *listing) visit(m member) error {
	at := l.count
	if l.count++; l.count > l.lim.MaxFiles {
		return l.lim.tooManyFiles()
	}
	p, reason := clean(m.name)
	if m.folder {
		if reason == nil && hidden(p) == nil {
			l.folders[p] = true
		}
		return nil
	}
	if reason == nil {
		reason = hidden(p)
	}
	if _, twice := l.index[p]; twice && reason == nil {
		reason = skipTwice.Err()
	}
	if reason == nil {
		reason = m.reason
	}
	if reason == nil && (m.bytes < 0 || m.bytes > l.lim.Image.MaxBytes) {
		reason = skipLarge.Err(size(m.bytes), size(l.lim.Image.MaxBytes))
	}
	if reason != nil {
		l.skip(p, reason)
		l.fill(p)
		return nil
	}
	if l.total += m.bytes; l.total > l.lim.MaxUnpackedBytes {
		return l.lim.tooMuch()
	}
	l.index[p] = at
	l.paths, l.sizes = append(l.paths, p), append(l.sizes, m.bytes)
	return nil
}

// fill notes that the folders above p are not empty.
func (l *listing) fill(p string) {
	for i := len(p) - 1; i > 0 && len(l.folders) > 0; i-- {
		if p[i] == '/' {
			delete(l.folders, p[:i])
		}
	}
}

// sniff tells the format by the first bytes.
func sniff(r io.ReaderAt, bytes int64, lim Limits) (container, error) {
	head := make([]byte, min(bytes, 512))
	if n, err := r.ReadAt(head, 0); err != nil && !(errors.Is(err, io.EOF) && n == len(head)) {
		return nil, fmt.Errorf("dataset: archive: %w", err)
	}
	has := func(magic string) bool { return strings.HasPrefix(string(head), magic) }
	switch {
	case bytes == 0:
		return nil, emptyFile.Err()
	case has("PK\x03\x04"), has("PK\x05\x06"):
		return newZip(r, bytes, lim)
	case has("\x1f\x8b"):
		return newTar(r, bytes, true, lim)
	case isTar(head):
		return newTar(r, bytes, false, lim)
	}
	for _, k := range []struct{ magic, name string }{
		{"7z\xbc\xaf\x27\x1c", "a 7z archive"}, {"Rar!", "a RAR archive"}, {"BZh", "a bzip2 file"},
		{"\xfd7zXZ", "an xz file"}, {"\x28\xb5\x2f\xfd", "a zstd file"}, {"PK\x07\x08", "one part of a zip in several parts"},
		{"\xff\xd8\xff", "a single JPEG"}, {"\x89PNG", "a single PNG"}, {"GIF8", "a single GIF"},
	} {
		if has(k.magic) {
			return nil, otherFile.Err(k.name)
		}
	}
	return nil, notOne.Err()
}

// damage turns what a decompressor says into words for the sender of the file.
func damage(err error) error {
	for _, known := range []error{ErrTooBig, ErrDamaged, context.Canceled, context.DeadlineExceeded, fs.ErrPermission, fs.ErrNotExist} {
		if errors.Is(err, known) {
			return err
		}
	}
	return damagedBy.Err(err)
}
