package server

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"

	"graft/core/dataset"
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

// errNoPicture says that a data set has no picture with a digest.

// showPicture answers with a data set's picture as a JPEG of at most side pixels
// either way: a run shows the pictures that it is about wherever it is opened.
func (s *Server) showPicture(w http.ResponseWriter, r *http.Request) {
	side, err := thumbSide(r.URL.Query().Get("side"))
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, err)
		return
	}
	body, err := s.thumb(r.Context(), r.PathValue("id"), r.PathValue("digest"), side)
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err)
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
	if _, err := s.sets.path(set); err != nil { // also what is in memory goes with its set
		return nil, err
	}
	key := fmt.Sprint(set, "/", digest, "/", side)
	if body, ok := s.thumbs.get(key); ok {
		return body, nil
	}
	file, err := s.sets.picture(set, digest)
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

// picture returns the file of the picture with that digest, hexadecimal.
func (s *sets) picture(set, digest string) (string, error) {
	raw, err := hex.DecodeString(digest)
	if err != nil || len(raw) != 32 {
		return "", errDigest.Err(digest)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.indexed.id != set {
		d, err := s.open(set)
		if err != nil {
			return "", err
		}
		s.indexed = indexOf(set, d)
	}
	file, ok := s.indexed.files[[32]byte(raw)]
	if !ok {
		return "", errNoPicture.Err(digest)
	}
	return file, nil
}

// fileIndex finds the files of one data set, which never change.
type fileIndex struct {
	id    string
	files map[[32]byte]string
}

func indexOf(id string, d *dataset.Dataset) fileIndex {
	x := fileIndex{id, make(map[[32]byte]string, len(d.Items))}
	for _, it := range d.Items {
		x.files[it.Digest] = it.File
	}
	return x
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
