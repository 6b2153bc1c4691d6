package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
	"sync"
)

// Files as they are, and dist: what the build makes (wasm, packed with gzip).
//
//go:embed *.css *.js *.svg *.png all:dist
var files embed.FS

// File is one file of the page.
type File struct {
	Type   string // media type
	ETag   string // strong, quoted
	Plain  []byte // nil if only the packed form is embedded
	Packed []byte // gzip; nil if packing does not pay
	Size   int    // of the plain form in bytes
}

// All returns the files by the name behind /web/, for example "graft.css" or
// "app.wasm". It reads and packs them once.
var All = sync.OnceValues(load)

// Built says whether the page's WebAssembly is embedded in this binary.
func Built() bool {
	all, err := All()
	return err == nil && all["app.wasm"] != nil && all["engine.wasm"] != nil
}

// Version is a digest of all files: equal versions serve equal pages.
func Version() string {
	all, err := All()
	if err != nil {
		return "broken"
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	h := sha256.New()
	for _, name := range names {
		fmt.Fprintln(h, name, all[name].ETag)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func load() (map[string]*File, error) {
	all := make(map[string]*File)
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		body, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, "dist/")
		f, err := newFile(name, body)
		if err != nil {
			return fmt.Errorf("static: %s: %w", path, err)
		}
		all[strings.TrimSuffix(name, ".gz")] = f
		return nil
	})
	return all, err
}

func newFile(name string, body []byte) (*File, error) {
	sum := sha256.Sum256(body)
	f := &File{Type: mediaType(strings.TrimSuffix(name, ".gz")), ETag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	if strings.HasSuffix(name, ".gz") {
		f.Packed = body
		zr, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		n, err := io.Copy(io.Discard, zr)
		f.Size = int(n)
		return f, err
	}
	f.Plain, f.Size = body, len(body)
	if packs(f.Type) {
		var buf bytes.Buffer
		zw := gzip.NewWriter(&buf)
		zw.Write(body) // a bytes.Buffer takes everything
		zw.Close()
		f.Packed = buf.Bytes()
	}
	return f, nil
}

// Body returns the plain form, unpacking it if need be.
func (f *File) Body() ([]byte, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// open returns the plain form piece by piece: the page's program is 18 MB unpacked, and
// many may ask for it at once and read slowly.
func (f *File) open() (io.Reader, error) {
	if f.Plain != nil {
		return bytes.NewReader(f.Plain), nil
	}
	return gzip.NewReader(bytes.NewReader(f.Packed))
}

func packs(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "wasm") || strings.HasSuffix(mediaType, "svg+xml")
}

// mediaType does not ask the system's table: it differs between machines.
func mediaType(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "css":
		return "text/css; charset=utf-8"
	case "js", "mjs":
		return "text/javascript; charset=utf-8"
	case "svg":
		return "image/svg+xml"
	case "png":
		return "image/png"
	case "jpg":
		return "image/jpeg"
	case "wasm":
		return "application/wasm"
	}
	return "application/octet-stream"
}
