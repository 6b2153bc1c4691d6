package reply

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"graft/core/imagefile"
	"graft/core/job"
)

func TestFail(t *testing.T) {
	answers := Answers{Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	for _, tc := range []struct {
		err    error
		status int
		body   string
	}{
		{&fs.PathError{Op: "write", Path: "/srv/secret/upload-1", Err: syscall.ENOSPC}, 507, `{"error":"the server's disk is full: nothing was stored","code":"server.disk_full"}`},
		{fmt.Errorf("job: submit: %w", job.ErrClosed), 503, `{"error":"job: submit: job: the queue is closed","code":"job.closed"}`},
		{fmt.Errorf("x: %w", imagefile.ErrLimit.Err()), 413, `{"error":"x: imagefile: more than the limits allow","code":"imagefile.limit"}`},
		{&fs.PathError{Op: "open", Path: "/srv/secret/upload-1", Err: syscall.EMFILE}, 503, `{"error":"the server has too many files open","code":"disk.too_many_files"}`},
		{&http.MaxBytesError{Limit: 3 << 20}, 413, `{"error":"the body is larger than 3 MB","code":"server.too_large","args":{"most":"3 MB"}}`},
		{&fs.PathError{Op: "open", Path: "/srv/secret", Err: errors.New("denied")}, 500, `{"error":"internal fault: the server's log has more","code":"server.internal"}`},
	} {
		w := httptest.NewRecorder()
		answers.Fail(w, httptest.NewRequest("GET", "/x", nil), 500, tc.err)
		if w.Code != tc.status || strings.TrimSpace(w.Body.String()) != tc.body {
			t.Errorf("Fail(%v) = %d %s, want %d %s", tc.err, w.Code, w.Body, tc.status, tc.body)
		}
	}
}
