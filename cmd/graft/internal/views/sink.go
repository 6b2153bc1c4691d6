package views

import (
	"archive/zip"
	"bufio"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"graft/core/disk"
	"graft/core/export"
)

// sink is where an export goes: a folder or a zip.
type sink interface {
	header(export.Header) error
	write(export.File) (path string, err error)
	note(export.Line) error // of the manifest alone
	where(export.Item) string
	name() string
	close(whole bool) error // of a zip that is not whole nothing is left
}

func (o Options) sink(in *originals) (sink, error) {
	if o.Zip != "" {
		return newZipSink(o.Zip, in)
	}
	return newFolderSink(o.Out, in)
}

// folderSink writes files as they come. Stopped, it leaves what it has written
// and a manifest of that.
type folderSink struct {
	dir      string
	in       *originals
	made     map[string]bool // class folders
	manifest *os.File
	lines    *bufio.Writer
	files    int
}

func newFolderSink(dir string, in *originals) (*folderSink, error) {
	if folder := lieIn(dir, in.folders); folder != "" {
		return nil, fmt.Errorf("%s lies in %s: the next run would augment its own results: choose another folder with -o", dir, folder)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(dir, export.ManifestName))
	if err != nil {
		return nil, err
	}
	return &folderSink{dir: dir, in: in, made: map[string]bool{}, manifest: f, lines: bufio.NewWriter(f)}, nil
}

func (s *folderSink) header(h export.Header) error { return writeTo(s.lines, h.JSON()) }
func (s *folderSink) note(l export.Line) error     { return writeTo(s.lines, l.JSON()) }
func (s *folderSink) name() string                 { return s.dir }

func (s *folderSink) where(it export.Item) string {
	return filepath.Join(s.dir, it.Class, it.Stem+"-*")
}

func (s *folderSink) write(f export.File) (string, error) {
	path := filepath.Join(s.dir, filepath.FromSlash(f.Name))
	if dir := filepath.Dir(path); !s.made[dir] {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return "", err
		}
		s.made[dir] = true
	}
	if replacesOne(path, s.in.files) {
		return "", fmt.Errorf("%s: %s would be replaced, which is one of the pictures: choose another folder with -o", f.Line.Original, path)
	}
	if err := os.WriteFile(path, f.Data, 0o644); err != nil {
		return "", err
	}
	s.files++
	return path, s.note(f.Line)
}

func (s *folderSink) close(bool) error {
	err := s.lines.Flush()
	if e := s.manifest.Close(); err == nil {
		err = e
	}
	if s.files == 0 {
		os.Remove(s.manifest.Name())
		os.Remove(s.dir) // if it is empty
	}
	return err
}

// zipSink writes beside its target and takes its place at the end. The
// manifest, which comes last, waits in a file of its own.
type zipSink struct {
	target   string
	file     *disk.Pending
	buffered *bufio.Writer
	zip      *zip.Writer
	manifest *disk.Pending
	lines    *bufio.Writer
}

func newZipSink(target string, in *originals) (*zipSink, error) {
	if folder := lieIn(target, in.folders); folder != "" {
		return nil, fmt.Errorf("%s lies in %s: write it elsewhere", target, folder)
	}
	if replacesOne(target, in.files) {
		return nil, fmt.Errorf("%s would replace itself: choose another -zip", target)
	}
	s := &zipSink{target: target}
	var err error
	if s.file, err = disk.Begin(target); err != nil {
		return nil, err
	}
	if s.manifest, err = disk.Begin(target); err != nil {
		s.close(false)
		return nil, err
	}
	s.buffered, s.lines = bufio.NewWriterSize(s.file, 1<<20), bufio.NewWriter(s.manifest)
	s.zip = zip.NewWriter(s.buffered)
	return s, nil
}

func (s *zipSink) header(h export.Header) error { return writeTo(s.lines, h.JSON()) }
func (s *zipSink) note(l export.Line) error     { return writeTo(s.lines, l.JSON()) }
func (s *zipSink) name() string                 { return s.target }

func (s *zipSink) where(it export.Item) string {
	return s.target + ": " + filepath.ToSlash(filepath.Join(it.Class, it.Stem+"-*"))
}

// zipDate is 1 January 2020: equal exports are equal archives.
const zipDate = (2020-1980)<<9 | 1<<5 | 1

func (s *zipSink) write(f export.File) (string, error) {
	err := s.entry(f.Name, int64(len(f.Data)), crc32.ChecksumIEEE(f.Data), func(w io.Writer) error {
		return writeTo(w, f.Data)
	})
	if err != nil {
		return "", err
	}
	return f.Name, s.note(f.Line)
}

func (s *zipSink) entry(name string, size int64, crc uint32, body func(io.Writer) error) error {
	w, err := s.zip.CreateRaw(&zip.FileHeader{
		//lint:ignore SA1019 CreateRaw writes ModifiedDate, and not Modified
		Name: name, Method: zip.Store, Flags: 0x800, ModifiedDate: zipDate,
		CRC32: crc, CompressedSize64: uint64(size), UncompressedSize64: uint64(size),
	})
	if err != nil {
		return err
	}
	return body(w)
}

func (s *zipSink) close(whole bool) (err error) {
	defer func() {
		for _, f := range []*disk.Pending{s.file, s.manifest} {
			if f != nil {
				f.Discard()
			}
		}
	}()
	if !whole {
		return nil
	}
	if err := s.addManifest(); err != nil {
		return err
	}
	if err := s.zip.Close(); err != nil {
		return err
	}
	if err := s.buffered.Flush(); err != nil {
		return err
	}
	return s.file.Commit(disk.Public)
}

func (s *zipSink) addManifest() error {
	if err := s.lines.Flush(); err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if _, err := s.manifest.Seek(0, io.SeekStart); err != nil {
		return err
	}
	size, err := io.Copy(sum, s.manifest)
	if err != nil {
		return err
	}
	if _, err := s.manifest.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.entry(export.ManifestName, size, sum.Sum32(), func(w io.Writer) error {
		_, err := io.Copy(w, s.manifest)
		return err
	})
}

func writeTo(w io.Writer, b []byte) error {
	_, err := w.Write(b)
	return err
}

// lieIn returns the folder that path lies in or is, or "".
func lieIn(path string, folders []string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	for _, folder := range folders {
		if root, err := filepath.Abs(folder); err == nil && (full == root || strings.HasPrefix(full, root+string(filepath.Separator))) {
			return folder
		}
	}
	return ""
}

// replacesOne says whether path is there and one of files, by whatever name.
func replacesOne(path string, files []string) bool {
	st, err := os.Stat(path)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(files, func(f string) bool {
		other, err := os.Stat(f)
		return err == nil && os.SameFile(st, other)
	})
}
