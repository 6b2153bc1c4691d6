package server

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"graft/core/server/internal/models"
	"graft/core/weights"
)

// Backbone and head in one file: written once, sent in parts as well, and only
// while the weights are those that the head was trained on.
func TestDownloadModel(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	base := weights.Random(1)
	c := start(t, testConfig(t, t.TempDir()), func(ctx context.Context, key models.Key, progress func(done, total int64)) (*models.Model, error) {
		m, err := lightLoader(nil)(ctx, key, progress)
		m.Weights.Digest = base.Digest
		return m, err
	})
	loads := 0
	c.s.weigh = func(context.Context, models.Backbone) (*weights.Set, error) {
		loads++
		return base, nil
	}
	set := c.upload(twoClasses(t, 4))
	id := c.submit(set.ID, `{"epochs":1,"views":1}`)
	c.listen(id, 0, nil)
	for _, ending := range []string{".onnx", ".safetensors"} {
		url := "/api/v1/jobs/" + id + "/model" + ending
		status, header, body := c.do("GET", url, nil)
		if status != 200 || header.Get("Content-Length") != fmt.Sprint(len(body)) || len(body) < 93e6 {
			t.Fatalf("GET %s = %d, %d bytes, Content-Length %s, want 93 MB", url, status, len(body), header.Get("Content-Length"))
		}
		if want := fmt.Sprintf(`attachment; filename="model-%s%s"`, id[:8], ending); header.Get("Content-Disposition") != want {
			t.Errorf("Content-Disposition %s, want %s", header.Get("Content-Disposition"), want)
		}
		if status, _, part := c.do("GET", url, nil, "Range", "bytes=90000000-", "If-Range", header.Get("ETag")); status != 206 || !bytes.Equal(part, body[90000000:]) {
			t.Errorf("GET %s from byte 90,000,000 = %d, %d bytes, want the rest of the file", url, status, len(part))
		}
		if status, _, _ := c.do("GET", url, nil, "If-None-Match", header.Get("ETag")); status != http.StatusNotModified {
			t.Errorf("GET %s as the client has it = %d, want 304", url, status)
		}
		if ending == ".safetensors" {
			checkState(t, body)
		}
	}
	if loads != 2 {
		t.Errorf("the weights were read %d times, want once for each file", loads)
	}
	c.s.weigh = func(context.Context, models.Backbone) (*weights.Set, error) { return weights.Random(2), nil }
	other := c.submit(set.ID, `{"epochs":2,"views":1}`)
	c.listen(other, 0, nil)
	if status, _, body := c.do("GET", "/api/v1/jobs/"+other+"/model.onnx", nil); status != 409 || !bytes.Contains(body, []byte("no longer those")) {
		t.Errorf("model.onnx on other weights = %d %s, want 409", status, body)
	}
}

// checkState looks into the safetensors file as torchvision's resnet50 would.
func checkState(t *testing.T, body []byte) {
	t.Helper()
	var header map[string]struct {
		Shape   []int
		Classes string
	}
	if err := json.Unmarshal(body[8:8+binary.LittleEndian.Uint64(body)], &header); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"fc.weight": "[2 2048]", "fc.bias": "[2]", "conv1.weight": "[64 3 7 7]", "layer4.2.bn3.running_var": "[2048]",
	} {
		if got := fmt.Sprint(header[name].Shape); got != want {
			t.Errorf("%s has the shape %s, want %s", name, got, want)
		}
	}
	if got, want := len(header), 265+2+1; got != want || header["__metadata__"].Classes != `["cool","warm"]` {
		t.Errorf("%d entries, classes %s, want %d, cool and warm", got, header["__metadata__"].Classes, want)
	}
}
