package main

import "io"

// window reads ahead: a read from a Blob takes a tenth of a millisecond however
// short it is, and an archive is listed by many short ones.
type window struct {
	from  io.ReaderAt
	size  int64
	bytes int // of the window
	at    int64
	held  []byte
}

const windowBytes = 1 << 20

func newWindow(from io.ReaderAt, size int64) *window {
	return &window{from: from, size: size, bytes: windowBytes}
}

// ReadAt is io.ReaderAt's. It is not for concurrent use.
func (w *window) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= w.size {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), w.size-off))
	if err := w.fill(p[:n], off); err != nil {
		return 0, err
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// fill reads all of p, which lies within the file.
func (w *window) fill(p []byte, off int64) error {
	if len(p) >= w.bytes {
		return readFull(w.from, p, off)
	}
	if off < w.at || off+int64(len(p)) > w.at+int64(len(w.held)) {
		n := min(int64(w.bytes), w.size-off)
		if int64(cap(w.held)) < n {
			w.held = make([]byte, w.bytes)
		}
		w.held, w.at = w.held[:n], off
		if err := readFull(w.from, w.held, off); err != nil {
			w.held = w.held[:0]
			return err
		}
	}
	copy(p, w.held[off-w.at:])
	return nil
}

func readFull(r io.ReaderAt, p []byte, off int64) error {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}
