package server

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"

	"graft/core/imagefile"
	"graft/core/lru"
	"graft/core/thumbnail"
)

const (
	defaultThumb = 160 // pixels of the longer side
	maxThumb     = 1024

	// thumbMemory bounds the thumbnails that are kept: several thousand small ones.
	thumbMemory = 32 << 20
)

// showPicture answers with a data set's picture as a JPEG of at most side pixels
// either way: a run shows the pictures that it is about wherever it is opened.
func (s *Server) showPicture(w http.ResponseWriter, r *http.Request) {
	side, err := thumbSide(r.URL.Query().Get("side"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	body, err := s.thumb(r.Context(), r.PathValue("id"), r.PathValue("digest"), side)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Cache-Control", "private, max-age=86400, immutable") // the digest names the bytes
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}

func thumbSide(text string) (int, error) {
	if text == "" {
		return defaultThumb, nil
	}
	side, err := strconv.Atoi(text)
	if err != nil || side < 16 || side > maxThumb {
		return 0, errSide.At("side", text, maxThumb)
	}
	return side, nil
}

// thumb returns a thumbnail, from memory if it was made lately.
func (s *Server) thumb(ctx context.Context, set, digest string, side int) ([]byte, error) {
	if _, err := s.sets.Path(set); err != nil { // also what is in memory goes with its set
		return nil, err
	}
	key := fmt.Sprint(set, "/", digest, "/", side)
	if body, ok := s.thumbs.get(key); ok {
		return body, nil
	}
	file, err := s.sets.Picture(set, digest)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	var body []byte
	err = s.decode(ctx, info.Size(), func() ([]byte, error) { return os.ReadFile(file) }, func(p *imagefile.Picture) (err error) {
		body, err = thumbnail.JPEG(p, side)
		return err
	})
	if err == nil {
		s.thumbs.put(key, body)
	}
	return body, err
}

// thumbCache keeps the thumbnails that were asked for last.
type thumbCache struct {
	mu   sync.Mutex
	kept *lru.Cache[string, []byte]
}

func newThumbCache() thumbCache {
	return thumbCache{kept: lru.New[string](thumbMemory, func(body []byte) int { return len(body) })}
}

func (c *thumbCache) get(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept.Get(key)
}

// put keeps a thumbnail, unless it would take the place of many.
func (c *thumbCache) put(key string, body []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(body) <= thumbMemory/8 {
		c.kept.Put(key, body)
	}
}
