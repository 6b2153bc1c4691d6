package dataset

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// tarBox reads a tar, packed by gzip or not. A tar has no directory: to open
// a member is to walk to it, forwards if it lies ahead.
type tarBox struct {
	r      io.ReaderAt
	bytes  int64
	packed bool
	lim    Limits
	walk   *tar.Reader
	next   int // index of the member that walk.Next gives
}

func isTar(head []byte) bool {
	if len(head) < 512 || bytes.Count(head, []byte{0}) == len(head) {
		return false
	}
	_, err := tar.NewReader(bytes.NewReader(head)).Next()
	// A long name's header announces more than these 512 bytes.
	return err == nil || errors.Is(err, io.ErrUnexpectedEOF) && string(head[257:262]) == "ustar"
}

func newTar(r io.ReaderAt, bytes int64, packed bool, lim Limits) (*tarBox, error) {
	t := &tarBox{r: r, bytes: bytes, packed: packed, lim: lim}
	if !packed {
		return t, nil
	}
	s, err := t.stream()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(s, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("dataset: gzip: %w", damage(err))
	}
	if !isTar(head[:n]) {
		return nil, noTar.Err()
	}
	return t, nil
}

// stream returns the tar's own bytes from the start.
func (t *tarBox) stream() (io.Reader, error) {
	raw := io.NewSectionReader(t.r, 0, t.bytes)
	if !t.packed {
		return raw, nil // seekable: the walk skips what it does not read
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(raw, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("dataset: gzip: %w", damage(err))
	}
	// Headers and padding take up to 2 KiB a member beside the contents.
	left := t.lim.MaxUnpackedBytes + 2048*int64(t.lim.MaxFiles)
	return &counted{z, left, t.lim.tooMuch()}, nil
}

func (t *tarBox) restart() error {
	s, err := t.stream()
	if err != nil {
		return err
	}
	t.walk, t.next = tar.NewReader(s), 0
	return nil
}

// step returns the header of the next member that is a file or folder of any
// kind, nil at the end.
func (t *tarBox) step() (*tar.Header, error) {
	h, err := t.walk.Next()
	if err == io.EOF {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("dataset: tar: %w", damage(err))
	}
	t.next++
	return h, nil
}

func (t *tarBox) members(visit func(member) error) error {
	if err := t.restart(); err != nil {
		return err
	}
	for {
		h, err := t.step()
		if err != nil || h == nil {
			return err
		}
		m := member{name: h.Name, bytes: h.Size}
		switch h.Typeflag {
		case tar.TypeReg:
			m.reason = sparse(h)
		case tar.TypeDir:
			m.folder = true
		case tar.TypeSymlink:
			m.reason = skipLink.Err()
		case tar.TypeLink:
			m.reason = skipHardLink.Err()
		case tar.TypeXGlobalHeader:
			m.reason = skipNote.Err()
		default:
			m.reason = skipSpecial.Err()
		}
		if err := visit(m); err != nil {
			return err
		}
	}
}

// sparse files declare gigabytes of holes; no picture is one.
func sparse(h *tar.Header) error {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return skipSparse.Err()
		}
	}
	return nil
}

func (t *tarBox) open(i int) (io.Reader, error) {
	if t.walk == nil || i < t.next {
		if err := t.restart(); err != nil {
			return nil, err
		}
	}
	for t.next <= i {
		h, err := t.step()
		if err != nil {
			return nil, err
		}
		if h == nil {
			return nil, io.ErrUnexpectedEOF
		}
	}
	return t.walk, nil
}

// counted fails once more than left bytes came through.
type counted struct {
	r    io.Reader
	left int64
	err  error
}

func (c *counted) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, c.err
	}
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, c.err
	}
	return n, err
}
