package server

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
)

// downloadHead sends the head as safetensors. A done job's head never changes,
// so its ETag is that of its bytes.
func (s *Server) downloadHead(w http.ResponseWriter, r *http.Request) {
	j, body, err := s.headFile(r.PathValue("id"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="graft-%s.safetensors"`, j.ID[:8]))
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(body)))
	http.ServeContent(w, r, "", j.Ended, bytes.NewReader(body))
}
