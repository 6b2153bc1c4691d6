package server

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"net/http"
	"strings"
	"testing"
	"time"

	"graft/core/imagefile"
	"graft/core/imagefile/hostile"
	"graft/core/server/internal/paging"
)

// lax are limits under which a picture may take many seconds.
func lax(t *testing.T) Config {
	cfg := testConfig(t, t.TempDir())
	cfg.Limits.Image.MaxScans, cfg.Limits.Image.MaxPixels = 1<<20, 1<<30
	return cfg
}

// verySlow takes about ten seconds to decode.
func verySlow() []byte { return hostile.ManyScans(1024, 6000, "") }

// Decoding ends when nobody waits for it any more, and its place is free.
func TestClientsThatGoAwayStopPaying(t *testing.T) {
	c := start(t, lax(t), lightLoader(nil))
	slow, own := verySlow(), hostile.ManyScans(1024, 30, "") // in the same line, and soon done
	c.want(200, "POST", "/api/v1/embed", own, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	for range 4 {
		r, err := http.NewRequestWithContext(ctx, "POST", c.ts.URL+"/api/v1/embed", bytes.NewReader(slow))
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			if resp, err := http.DefaultClient.Do(r); err == nil {
				resp.Body.Close()
				t.Errorf("a picture of seconds was answered at once: %s", resp.Status)
			}
		}()
	}
	<-ctx.Done()
	began := time.Now()
	c.want(200, "POST", "/api/v1/embed", own, nil)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the next client waited %s for the places of those that had gone, want next to nothing", took)
	}
}

func TestDecodingEndsWithItsRequest(t *testing.T) {
	c := start(t, lax(t), lightLoader(nil))
	slow := verySlow()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	err := c.s.decode(ctx, int64(len(slow)), func() ([]byte, error) { return slow, nil }, func(*imagefile.Picture) error { return nil })
	if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 2*time.Second {
		t.Errorf("decode: %v after %s, want the end of its context soon after 100 ms", err, took)
	}
}

// Each call that reads a picture refuses what costs too much, and says what and why.
func TestCostlyPictures(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	c := start(t, cfg, lightLoader(nil))
	ihdr := "IHDR\x00\x00\x20\x00\x00\x00\x20\x00\x10\x06\x00\x00\x00" // 8192×8192, 16 bits a channel
	deep := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"+ihdr), crc32.ChecksumIEEE([]byte(ihdr)))
	deep = append(deep, make([]byte, 600_000)...)
	id := c.submit(c.upload(twoClasses(t, 4)).ID, quick)
	c.listen(id, 0, nil)
	for _, path := range []string{"/api/v1/embed", "/api/v1/jobs/" + id + "/predict", "/api/v1/jobs/" + id + "/explain"} {
		for what, sent := range map[string][]byte{"150 scans: want at most 100": hostile.ManyScans(512, 150, ""), "768 MB of memory: want at most 512": deep} {
			began := time.Now()
			status, _, body := c.do("POST", path, sent)
			if status != 413 || !strings.Contains(string(body), what) {
				t.Errorf("POST %s = %d %s, want 413 and %q", path, status, body, what)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("POST %s: the refusal took %s", path, took)
			}
		}
	}
}

func TestPictureTakesTooLong(t *testing.T) {
	cfg := lax(t)
	cfg.Limits.Image.MaxTime = 200 * time.Millisecond
	c := start(t, cfg, lightLoader(nil))
	status, _, body := c.do("POST", "/api/v1/embed", verySlow())
	if status != 413 || !strings.Contains(string(body), "milliseconds to decode: want at most 200") {
		t.Errorf("a picture of seconds = %d %s, want 413", status, body)
	}
}

// An archive of slow pictures holds its place no longer than it may, and leaves nothing.
func TestSetTakesTooLong(t *testing.T) {
	cfg := lax(t)
	cfg.Limits.MaxTime = 300 * time.Millisecond
	c := start(t, cfg, lightLoader(nil))
	var files []file
	for i := range 6 {
		files = append(files, file{fmt.Sprintf("%c/%d.jpg", 'a'+i%2, i), verySlow()})
	}
	began := time.Now()
	status, _, body := c.do("POST", "/api/v1/datasets", zipped(t, files...))
	if status != 413 || !strings.Contains(string(body), "takes more than 0.005 minutes") {
		t.Errorf("a set of slow pictures = %d %s, want 413", status, body)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the refusal took %s, want a second or so", took)
	}
	wantNothingLeft(t, cfg.DataDir)
	if all, _, err := c.s.sets.List(paging.Part{Limit: 1}); err != nil || len(all) != 0 {
		t.Errorf("data sets %v, %v, want none", all, err)
	}
}
