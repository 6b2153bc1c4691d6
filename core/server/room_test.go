package server

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/core/job"
)

// What data sets and runs may take together is kept before it is passed, and deleting
// makes room.
func TestMostKept(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	set := twoClasses(t, 20)
	cfg.MaxKept = 2*int64(len(set)) + 8<<10
	c := start(t, cfg, lightLoader(nil))
	id, other := c.upload(set).ID, c.upload(twoClasses(t, 10)).ID
	for _, body := range []io.Reader{bytes.NewReader(bytes.Repeat(set, 2)), io.MultiReader(bytes.NewReader(set))} { // of a length that is said, and not
		status, answer := c.uploads(body)
		if status != 507 || !strings.Contains(answer, "the server keeps at most") || !strings.Contains(answer, "delete some") {
			t.Errorf("an upload past the bound = %d %s, want 507 that says what to do", status, answer)
		}
	}
	if left, _ := os.ReadDir(c.s.tmp()); len(left) != 0 {
		t.Errorf("left of what was refused: %v", left)
	}
	run := c.submit(other, quick) // there is room for it
	c.listen(run, 0, nil)
	c.want(204, "DELETE", "/api/v1/jobs/"+run, nil, nil)
	c.want(204, "DELETE", "/api/v1/datasets/"+id, nil, nil)
	if status, answer := c.uploads(io.MultiReader(bytes.NewReader(set))); status != 201 {
		t.Errorf("after one was deleted = %d %s, want 201", status, answer)
	}
}

// An archive that unpacks to more than there is room for is refused for that.
func TestUnpackedRoom(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.MaxKept = 64 << 10
	c := start(t, cfg, lightLoader(nil))
	packed := zipped(t, file{"a/1.txt", make([]byte, 100<<10)}, file{"b/1.txt", make([]byte, 100<<10)})
	if len(packed) > 16<<10 {
		t.Fatalf("packed to %d bytes", len(packed))
	}
	status, answer := c.uploads(bytes.NewReader(packed))
	if status != 507 || !strings.Contains(answer, "unpacks to more than 64 KB") || !strings.Contains(answer, "delete some") {
		t.Errorf("= %d %s, want 507", status, answer)
	}
}

// However many runs have their models asked for, a bounded number of files is there.
func TestMostModelFiles(t *testing.T) {
	dir := t.TempDir()
	c := start(t, testConfig(t, dir), lightLoader(nil))
	set := c.upload(twoClasses(t, 4)).ID
	var files []string
	for i := range mostModels + 2 {
		id := c.submit(set, quick)
		c.listen(id, 0, nil)
		file, err := job.ObjectFile(filepath.Join(dir, "jobs"), id, onnxModel.object())
		if err != nil {
			t.Fatal(err)
		}
		c.s.roomForModel() // as before each that is written
		if err := os.WriteFile(file, []byte("model"), 0o600); err != nil {
			t.Fatal(err)
		}
		asked := time.Now().Add(time.Duration(i-100) * time.Second)
		if err := os.Chtimes(file, asked, asked); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for i, file := range files {
		_, err := os.Stat(file)
		if there := err == nil; there != (i >= 2) {
			t.Errorf("model %d of %d is there: %v, want the last %d", i, len(files), there, mostModels)
		}
	}
}

// uploads sends an archive and returns the answer.
func (c *client) uploads(body io.Reader) (int, string) {
	c.t.Helper()
	res, err := http.Post(c.ts.URL+"/api/v1/datasets", "application/zip", body)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, string(answer)
}
