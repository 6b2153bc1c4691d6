package weights

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"graft/core/disk"
)

// The files of a repository of weights.
const (
	weightsFile = "model.safetensors"
	configFile  = "config.json" // which some lack
)

// revision is the branch that weights are taken from.
const revision = "main"

// hub is a place that serves repositories as the Hugging Face Hub does, and the
// folder that keeps what came from it, in the layout that huggingface_hub and
// every Python tool on top of it share:
//
//	models--OWNER--NAME/blobs/ETAG               the bytes
//	models--OWNER--NAME/snapshots/COMMIT/FILE    a link to a blob
//	models--OWNER--NAME/refs/main                the commit
type hub struct {
	endpoint string
	token    string
	cache    string
	offline  bool
}

// loadHub loads a hub's weights, from the cache if they are there.
func loadHub(ctx context.Context, name Name, o Options) (*Set, error) {
	id, _ := name.hubID()
	file, err := fetchHub(ctx, id, o)
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("weights %s: %w: %w. To go on without them: -weights FILE with the %s of %s fetched elsewhere, or -weights starter, which the program carries",
			name, ErrUnavailable, err, weightsFile, id)
	}
	w, err := loadFile(file, name.String())
	if err != nil {
		return nil, fmt.Errorf("%w (remove %s to fetch it again)", err, blobOf(file))
	}
	return w, nil
}

// fetchHub returns where the weights of a repository are, fetching them if they
// are not in the cache.
func fetchHub(ctx context.Context, id string, o Options) (string, error) {
	h, err := openHub(o)
	if err != nil {
		return "", err
	}
	if err := h.readable(id); err != nil {
		return "", err
	}
	if file := h.cached(id); file != "" && intact(file) {
		return file, nil // while others are fetched, which may take an hour
	}
	done, err := fetching.enter(ctx, h.folder(id))
	if err != nil {
		return "", err
	}
	defer done()
	file := h.cached(id)
	switch {
	case file != "" && intact(file):
		return file, nil
	case file != "" && h.offline:
		return "", fmt.Errorf("%s in the cache %s is not whole and %w", id, h.cache, errSwitchedOff)
	case h.offline:
		return "", fmt.Errorf("%s is not in the cache %s and %w", id, h.cache, errSwitchedOff)
	}
	return h.fetch(ctx, id, o.Progress)
}

// folder is where the cache keeps a repository.
func (h hub) folder(id string) string {
	return filepath.Join(h.cache, "models--"+strings.ReplaceAll(id, "/", "--"))
}

// cached returns where the cache has the weights of a repository, or "".
func (h hub) cached(id string) string {
	commit, err := os.ReadFile(filepath.Join(h.folder(id), "refs", revision))
	if err != nil || !pathPart.MatchString(string(commit)) {
		return ""
	}
	file := filepath.Join(h.folder(id), "snapshots", string(commit), weightsFile)
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return file
}

// readable fails where what the cache has of a repository cannot be opened, for too
// many open files as it may be: that is not the same as not being there.
func (h hub) readable(id string) error {
	for _, name := range []string{filepath.Join(h.folder(id), "refs", revision), h.cached(id)} {
		f, err := os.Open(name)
		if err == nil {
			f.Close()
		} else if name != "" && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("the cache: %w", err)
		}
	}
	return nil
}

// intact says whether a file of weights in the cache is all there: it has what its
// header speaks of or, where it has no such header, the digest that it is named for.
// Its numbers are not looked at, which takes seconds.
func intact(file string) bool {
	if allThere(file) {
		return true
	}
	want := filepath.Base(blobOf(file))
	if !hexDigest.MatchString(want) {
		return false
	}
	_, err := CheckDigest(file)
	return err == nil
}

// blobOf is the file that a link in a snapshot stands for.
func blobOf(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		return real
	}
	return file
}

// pathPart is what a commit or an ETag may look like, for it names a file.
var pathPart = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$`)

// fetch fetches config.json and the weights, and returns where they are.
func (h hub) fetch(ctx context.Context, id string, progress func(done, total int64)) (string, error) {
	d := newDownloader()
	d.token = h.token
	commit, err := h.fetchFile(ctx, d, id, weightsFile, progress)
	if errors.Is(err, errNotFound) {
		return "", fmt.Errorf("%w: no %s with a %s there", err, id, weightsFile)
	}
	if err != nil {
		return "", err
	}
	other, err := h.fetchFile(ctx, d, id, configFile, nil)
	if err != nil && !errors.Is(err, errNotFound) {
		return "", err
	}
	if err == nil && other != commit {
		return "", fmt.Errorf("%s changed while it was fetched: try again", id)
	}
	// Last: the commit that this names has all of its files.
	ref := filepath.Join(h.folder(id), "refs", revision)
	if err := os.MkdirAll(filepath.Dir(ref), 0o755); err != nil {
		return "", err
	}
	if err := disk.ReplaceBytes(ref, disk.Public, []byte(commit)); err != nil {
		return "", err
	}
	return filepath.Join(h.folder(id), "snapshots", commit, weightsFile), nil
}

// fetchFile fetches a file of a repository into the cache and returns the commit
// that it is of.
func (h hub) fetchFile(ctx context.Context, d *downloader, id, file string, progress func(done, total int64)) (string, error) {
	said, err := d.ask(ctx, h.endpoint+"/"+id+"/resolve/"+revision+"/"+file)
	if err != nil {
		return "", err
	}
	if !pathPart.MatchString(said.Commit) || !pathPart.MatchString(said.Tag) {
		return "", fmt.Errorf("the server names commit %.80q and ETag %.80q of %s: want a server that answers as the hub does (HF_ENDPOINT)", said.Commit, said.Tag, file)
	}
	folder := h.folder(id)
	blob := filepath.Join(folder, "blobs", said.Tag)
	snapshot := filepath.Join(folder, "snapshots", said.Commit)
	lock := filepath.Join(h.cache, ".locks", filepath.Base(folder), said.Tag+".lock")
	for _, dir := range []string{filepath.Dir(blob), snapshot, filepath.Dir(lock)} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return "", err
		}
	}
	unlock, err := lockFile(ctx, lock)
	if err != nil {
		return "", err
	}
	defer unlock()
	pointer := filepath.Join(snapshot, file)
	if file == weightsFile {
		removeDamaged(pointer, blob)
	}
	if _, err := os.Stat(pointer); err == nil {
		return said.Commit, nil
	}
	if _, err := os.Stat(blob); err != nil {
		if err := d.fetch(ctx, h.endpoint+"/"+id+"/resolve/"+said.Commit+"/"+file, blob, progress); err != nil {
			return "", err
		}
	}
	if os.Symlink(filepath.Join("..", "..", "blobs", said.Tag), pointer) == nil {
		return said.Commit, nil
	}
	// Where links cannot be made huggingface_hub keeps the file in the snapshot.
	return said.Commit, os.Rename(blob, pointer)
}

// removeDamaged makes room for files that are fetched anew. Where that cannot be
// done, what is written next fails and says so.
func removeDamaged(files ...string) {
	for _, f := range files {
		file, err := os.Open(f)
		if err != nil {
			continue
		}
		file.Close()
		if !intact(f) {
			os.Remove(f)
		}
	}
}

// ask asks what the server says of a file, without fetching it.
func (d *downloader) ask(ctx context.Context, address string) (partial, error) {
	for failed := 1; ; failed++ {
		resp, said, err := d.get(ctx, http.MethodHead, address, 0)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode >= 300 && resp.StatusCode <= 399 {
				return said, nil
			}
			if err = refused(resp); err == nil {
				return said, nil
			}
		}
		if ctx.Err() != nil || failed >= d.attempts || hopeless(err, false, false) {
			return said, err
		}
		if err := sleep(ctx, d.pause<<(failed-1)); err != nil {
			return said, err
		}
	}
}
