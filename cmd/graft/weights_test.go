package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// samplePicture is one of the bundled pictures.
func samplePicture(t *testing.T) string {
	t.Helper()
	list, err := filepath.Glob("../../core/sample/pictures/*.jpg")
	if err != nil || len(list) == 0 {
		t.Fatal("no bundled pictures")
	}
	return list[0]
}

func TestWeightsCommand(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HF_HUB_CACHE", filepath.Join(dir, "hub"))
	t.Setenv("KERAS_HOME", filepath.Join(dir, "keras"))
	data := "not a network, but a file all the same"
	sum := sha256.Sum256([]byte(data))
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/model.safetensors") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("X-Repo-Commit", strings.Repeat("1", 40))
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
		if strings.HasPrefix(r.URL.Path, "/liar/") {
			w.Write([]byte(strings.ToUpper(data)))
			return
		}
		w.Write([]byte(data))
	}))
	defer hub.Close()
	t.Setenv("HF_ENDPOINT", hub.URL)
	for _, tc := range []struct {
		args   []string
		status int
		out    string // in the output or the errors
	}{
		{[]string{"list"}, 0, "not here: graft weights fetch imagenet"},
		{[]string{}, 0, "keras-notop"},
		{[]string{"verify", "imagenet"}, 1, "the network is switched off"},
		{[]string{"fetch", "liar/x"}, 1, "the file is damaged: SHA-256 is"},
		{[]string{"fetch", "imagenet"}, 0, filepath.Join(dir, "hub", "models--timm--resnet50.tv_in1k", "snapshots")},
		{[]string{"fetch", "auto"}, 0, filepath.Join(dir, "hub", "models--timm--resnet50.tv_in1k", "snapshots")},
		{[]string{"list"}, 0, "is right: " + dir},
		{[]string{"verify", "imagenet"}, 1, "not a safetensors file"},
		{[]string{"fetch", "-offline", "keras"}, 1, "the network is switched off"},
		{[]string{"inspect", "random"}, 0, "25557032 trained, in 267 tensors"},
		{[]string{"inspect", "starter"}, 0, "1000 classes of its own"},
		{[]string{"inspect", "auto"}, 0, "starter"}, // what is in the cache is no network
		{[]string{"verify", "starter"}, 0, "digest, shapes and numbers are right"},
		{[]string{"fetch", "starter"}, 0, "there is nothing to fetch"},
		{[]string{"try", "-backend", "go", "starter", samplePicture(t)}, 0, " class "},
		{[]string{"try", "random"}, 2, "one or more pictures"},
		{[]string{"fetch"}, 2, "want one name or file"},
		{[]string{"list", "x"}, 2, "list takes no name"},
		{[]string{"inspect", "imagnet"}, 1, "want auto, starter, imagenet, keras"},
		{[]string{"-h"}, 0, "HF_HUB_OFFLINE=1"},
	} {
		status, stdout, stderr := runCommand(t, nil, append([]string{"weights"}, tc.args...)...)
		if status != tc.status || !strings.Contains(stdout+stderr, tc.out) {
			t.Errorf("graft weights %v = %d, %s%s, want %d and %q", tc.args, status, stdout, stderr, tc.status, tc.out)
		}
	}
	_, stdout, _ := runCommand(t, nil, "weights", "list", "-json")
	var list []struct{ Name, File, Digest string }
	if err := json.Unmarshal([]byte(stdout), &list); err != nil || len(list) != 5 || list[0].Name != "starter" || list[1].Digest != "sha256:"+hex.EncodeToString(sum[:]) {
		t.Errorf("list -json = %s, %v", stdout, err)
	}
}

func TestWeightsTry(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole network")
	}
	status, stdout, stderr := runCommand(t, nil, "weights", "try", "-json", "random", samplePicture(t), "none.jpg")
	var got struct {
		Picture string
		Classes []struct {
			Class int
			P     float64
		}
	}
	if err := json.NewDecoder(strings.NewReader(stdout)).Decode(&got); err != nil || len(got.Classes) != 5 {
		t.Fatalf("graft weights try = %d, %s%s", status, stdout, stderr)
	}
	for i, c := range got.Classes {
		if c.P <= 0 || c.P > 1 || i > 0 && c.P > got.Classes[i-1].P {
			t.Errorf("guesses = %v, want probabilities, the likeliest first", got.Classes)
		}
	}
	if status != 1 || !strings.Contains(stderr, "none.jpg") {
		t.Errorf("a picture that is not there: %d, %s", status, stderr)
	}
}
