package server

import (
	"io"
	"net/http"
	"os"

	"graft/core/server/internal/reply"
)

// inMemory is the size up to which a picture waits for its turn in memory. A
// larger one waits in a file: two hundred people who send 60 MB each must not
// take 12 GB.
const inMemory = 1 << 20

// picture is a picture that was sent.
type picture struct {
	data []byte
	file *os.File // nil if data is all
	size int64    // in bytes
}

// receive reads the picture in a request's body. The caller removes it.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) (*picture, error) {
	max := s.cfg.Limits.Image.MaxBytes
	if r.ContentLength > max {
		return nil, &http.MaxBytesError{Limit: max}
	}
	from := reply.Body(w, r, max)
	data, err := io.ReadAll(io.LimitReader(from, inMemory))
	p := &picture{data: data, size: int64(len(data))}
	if err != nil || len(data) < inMemory {
		return p, err
	}
	if p.file, err = os.CreateTemp(s.tmp(), "picture-*"); err != nil {
		return nil, err
	}
	more, err := io.Copy(p.file, from)
	if err != nil {
		p.remove()
		return nil, err
	}
	p.size += more
	return p, nil
}

// read returns the whole picture.
func (p *picture) read() ([]byte, error) {
	if p.file == nil {
		return p.data, nil
	}
	info, err := p.file.Stat()
	if err != nil {
		return nil, err
	}
	all := make([]byte, int64(len(p.data))+info.Size())
	n := copy(all, p.data)
	_, err = p.file.ReadAt(all[n:], 0)
	if err == io.EOF {
		err = nil
	}
	return all, err
}

func (p *picture) remove() {
	if p.file != nil {
		p.file.Close()
		os.Remove(p.file.Name())
	}
}
