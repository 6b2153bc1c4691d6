package weights

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const commit = "0123456789abcdef0123456789abcdef01234567"

// repo is a repository of a hub: it answers as the hub does, with a commit, an
// ETag, and a redirect to where large files lie, on another host.
type repo struct {
	files map[string][]byte
	bytes *httptest.Server // where the bytes are; nil serves them here
	asked []string         // method, path, token
}

func newRepo(files map[string][]byte) *repo { return &repo{files: files} }

func (h *repo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.asked = append(h.asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
	name := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	data, ok := h.files[name]
	if !ok || !strings.HasPrefix(r.URL.Path, "/timm/resnet50.tv_in1k/resolve/") {
		w.Header().Set("X-Error-Code", "EntryNotFound") // huggingface_hub tells by it
		http.Error(w, "Entry not found", http.StatusNotFound)
		return
	}
	sum := sha256.Sum256(data)
	w.Header().Set("X-Repo-Commit", commit)
	if h.bytes == nil || name != weightsFile {
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:20])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return
	}
	w.Header().Set("X-Linked-Etag", `"`+hex.EncodeToString(sum[:])+`"`)
	w.Header().Set("X-Linked-Size", fmt.Sprint(len(data)))
	http.Redirect(w, r, h.bytes.URL+"/"+name, http.StatusFound)
}

// startHub starts a hub whose large files lie on another server.
func startHub(t *testing.T) (*repo, *httptest.Server) {
	t.Helper()
	h := newRepo(map[string][]byte{weightsFile: content(), configFile: []byte("{}")})
	h.bytes = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "not here", http.StatusForbidden)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content()))
	}))
	t.Cleanup(h.bytes.Close)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return h, server
}

// The layout that huggingface_hub documents ("Understand caching"), and a token
// that only the hub may see.
func TestHubCacheLayout(t *testing.T) {
	t.Setenv("HF_TOKEN", "hf_secret")
	h, server := startHub(t)
	dir := t.TempDir()
	file, err := fetchHub(context.Background(), ImageNetID, Options{CacheDir: dir, Endpoint: server.URL + "/"})
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "models--timm--resnet50.tv_in1k")
	if want := filepath.Join(folder, "snapshots", commit, weightsFile); file != want {
		t.Errorf("fetchHub = %s, want %s", file, want)
	}
	sum := sha256.Sum256(content())
	blob := filepath.Join("..", "..", "blobs", hex.EncodeToString(sum[:]))
	if got, err := os.Readlink(file); err != nil || got != blob {
		t.Errorf("the snapshot's link is %q, %v, want %q", got, err, blob)
	}
	if got, err := os.ReadFile(filepath.Join(folder, "refs", "main")); err != nil || string(got) != commit {
		t.Errorf("refs/main = %q, %v, want %q", got, err, commit)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, content()) {
		t.Errorf("%d bytes, %v, want those of the server", len(got), err)
	}
	for _, asked := range h.asked {
		if !strings.HasSuffix(asked, "Bearer hf_secret") {
			t.Errorf("the hub was asked without the token: %s", asked)
		}
	}
	before := len(h.asked)
	if _, err := fetchHub(context.Background(), ImageNetID, Options{CacheDir: dir, Endpoint: server.URL}); err != nil || len(h.asked) != before {
		t.Errorf("a second time: %v, %d requests", err, len(h.asked)-before)
	}
}

func TestHubEnvironment(t *testing.T) {
	for _, key := range []string{"HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_IMPLICIT_TOKEN"} {
		t.Setenv(key, "")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	write(t, filepath.Join(home, "token"), []byte("hf_file\n"))
	for _, tc := range []struct {
		env  map[string]string
		want hub
	}{
		{nil, hub{publicHub, "", filepath.Join(home, ".cache/huggingface/hub"), false}},
		{map[string]string{"XDG_CACHE_HOME": "/xdg"}, hub{publicHub, "", "/xdg/huggingface/hub", false}},
		{map[string]string{"HF_HOME": "~", "XDG_CACHE_HOME": "/xdg"}, hub{publicHub, "hf_file", filepath.Join(home, "hub"), false}},
		{map[string]string{"HF_HOME": "$HOME", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "yes"}, hub{publicHub, "", filepath.Join(home, "hub"), false}},
		{map[string]string{"HF_HUB_CACHE": "/hub", "HF_ENDPOINT": "http://mirror/", "HF_TOKEN": "hf_x"}, hub{"http://mirror", "hf_x", "/hub", false}},
		{map[string]string{"HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_OFFLINE": "1"}, hub{publicHub, "", "/old", true}},
		{map[string]string{"HF_HUB_CACHE": "/hub", "HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "1"}, hub{publicHub, "", "/hub", false}},
		{map[string]string{"HF_HUB_CACHE": "/hub", "TRANSFORMERS_OFFLINE": "True"}, hub{publicHub, "", "/hub", true}},
	} {
		for k, v := range tc.env {
			t.Setenv(k, v)
		}
		if got, err := openHub(Options{}); err != nil || got != tc.want {
			t.Errorf("%v: %+v, %v, want %+v", tc.env, got, err, tc.want)
		}
		for k := range tc.env {
			t.Setenv(k, "")
		}
	}
}

// What a server says becomes the names of files: it must not choose where.
func TestHubRefusesNames(t *testing.T) {
	for name, head := range map[string][2]string{
		"no commit": {"", "abc"}, "no ETag": {commit, ""}, "commit": {"../../x", "abc"}, "ETag": {commit, "../x"}, "dots": {"..", "abc"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Repo-Commit", head[0])
			w.Header().Set("ETag", `"`+head[1]+`"`)
		}))
		_, err := fetchHub(context.Background(), ImageNetID, Options{CacheDir: t.TempDir(), Endpoint: server.URL})
		server.Close()
		if err == nil || !strings.Contains(err.Error(), "want a server that answers as the hub does") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What huggingface_hub has cached is found here, and the other way round:
// GRAFT_PYTHON names a Python that has it.
func TestCacheSharedWithPython(t *testing.T) {
	python := os.Getenv("GRAFT_PYTHON")
	if python == "" {
		t.Skip("GRAFT_PYTHON names no Python with huggingface_hub")
	}
	_, server := startHub(t)
	fetch := func(dir, options string) string {
		script := "from huggingface_hub import hf_hub_download as d; print(d('timm/resnet50.tv_in1k', 'config.json'" + options + "), d('timm/resnet50.tv_in1k', 'model.safetensors'" + options + "))"
		cmd := exec.Command(python, "-c", script)
		cmd.Env = append(os.Environ(), "HF_ENDPOINT="+server.URL, "HF_HUB_CACHE="+dir, "HF_HUB_DISABLE_TELEMETRY=1")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		words := strings.Fields(string(out))
		return words[len(words)-1]
	}
	theirs, ours := t.TempDir(), t.TempDir()
	file := fetch(theirs, "")
	got, err := fetchHub(context.Background(), ImageNetID, Options{CacheDir: theirs, Offline: true})
	if err != nil || got != file {
		t.Errorf("what Python cached: %s, %v, want %s", got, err, file)
	}
	if got, err = fetchHub(context.Background(), ImageNetID, Options{CacheDir: ours, Endpoint: server.URL}); err != nil {
		t.Fatal(err)
	}
	if file := fetch(ours, ", local_files_only=True"); file != got {
		t.Errorf("Python finds %s, want %s", file, got)
	}
}

// kerasServer serves a file as a store does, without saying its digest, and
// breaks off after each of cuts bytes.
func kerasServer(t *testing.T, data []byte, cuts ...int) *httptest.Server {
	t.Helper()
	h := &hubServer{data: data, cuts: cuts}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/far/file"
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestKerasFile(t *testing.T) {
	sum := md5.Sum(content())
	was := kerasSources[KindKeras]
	kerasSources[KindKeras] = kerasSource{was.file, hex.EncodeToString(sum[:]), was.old}
	t.Cleanup(func() { kerasSources[KindKeras] = was })
	damaged := content()
	damaged[5] ^= 1
	for _, tc := range []struct {
		name   string
		server *httptest.Server
		want   string
	}{
		{"whole", kerasServer(t, content()), ""},
		{"breaks off", kerasServer(t, content(), 40_000), ""},
		{"damaged", kerasServer(t, damaged), "the file is damaged: MD5 is"},
		{"short", kerasServer(t, content()[:70_000]), "the file is damaged: MD5 is"},
	} {
		o := Options{KerasDir: t.TempDir(), KerasEndpoint: tc.server.URL}
		file, err := fetchKeras(context.Background(), KindKeras, o)
		if tc.want != "" {
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
			}
			if _, err := os.Stat(filepath.Join(o.KerasDir, was.file)); err == nil {
				t.Errorf("%s: the file was kept", tc.name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		check(t, file)
		o.Offline = true // from the cache, and checked again
		if _, err := fetchKeras(context.Background(), KindKeras, o); err != nil {
			t.Errorf("%s, from the cache: %v", tc.name, err)
		}
		write(t, file, damaged)
		if _, err := fetchKeras(context.Background(), KindKeras, o); err == nil || !strings.Contains(err.Error(), "remove it") {
			t.Errorf("%s, damaged in the cache: %v", tc.name, err)
		}
	}
}
