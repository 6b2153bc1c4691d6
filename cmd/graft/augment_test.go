package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"graft/core/export"
	"graft/core/release"
)

// writeSet makes class folders of n pictures each.
func writeSet(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "gems")
	for _, class := range []string{"ruby", "jade"} {
		if err := os.MkdirAll(filepath.Join(dir, class), 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			writeTexture(t, filepath.Join(dir, class, fmt.Sprintf("%02d.png", i)), class, uint64(i))
		}
	}
	return dir
}

// readTree returns the files below dir by their path with slashes.
func readTree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readZip(t *testing.T, path string) map[string][]byte {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	files := map[string][]byte{}
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(from); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func mustRun(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	status, stdout, stderr := runCommand(t, nil, args...)
	if status != 0 {
		t.Fatalf("graft %q = %d: %s", args, status, stderr)
	}
	return stdout, stderr
}

const tiny = `{"v":1,"seed":3,"size":[48,40],"steps":[{"op":"flip_left_right","p":0.5},{"op":"rotation","degrees":20}]}`

// A folder and a zip of it give the same files, in a folder or a zip, twice.
func TestAugmentSet(t *testing.T) {
	set, dir := writeSet(t, 5), t.TempDir()
	stdout, _ := mustRun(t, "augment", "-recipe", tiny, "-n", "3", "-originals", "-o", filepath.Join(dir, "a"), set)
	if !strings.Contains(stdout, "30 views of 10 pictures in 2 classes") {
		t.Errorf("it says %q", stdout)
	}
	want := readTree(t, filepath.Join(dir, "a"))
	if len(want) != 2*5*4+1 {
		t.Fatalf("%d files, want 40 and the manifest", len(want))
	}
	for i := range 2 {
		target := filepath.Join(dir, fmt.Sprint(i, ".zip"))
		mustRun(t, "augment", "-recipe", tiny, "-n", "3", "-originals", "-zip", target, set)
		got := readZip(t, target)
		for name, data := range want {
			if !bytes.Equal(got[name], data) {
				t.Errorf("%s differs between folder and zip", name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d files in the zip, want %d", len(got), len(want))
		}
	}
	a, errA := os.ReadFile(filepath.Join(dir, "0.zip"))
	b, errB := os.ReadFile(filepath.Join(dir, "1.zip"))
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("two runs give two archives (%v, %v)", errA, errB)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".graft*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestAugmentManifest(t *testing.T) {
	set, out := writeSet(t, 2), filepath.Join(t.TempDir(), "out")
	mustRun(t, "augment", "-recipe", tiny, "-n", "2", "-originals", "-format", "jpeg", "-quality", "80", "-o", out, set)
	files := readTree(t, out)
	d := json.NewDecoder(bytes.NewReader(files[export.ManifestName]))
	var h export.Header
	if err := d.Decode(&h); err != nil || h.Graft != release.Full() || h.Quality != 80 || h.Format != export.JPEG || h.Views != 2 || h.Recipe.Seed != 3 {
		t.Fatalf("header %+v (%v)", h, err)
	}
	var names []string
	for d.More() {
		var l export.Line
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		names = append(names, l.File)
		data, err := os.ReadFile(filepath.Join(set, filepath.FromSlash(l.Original)))
		if sum := sha256.Sum256(data); err != nil || l.Digest != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: digest %s of %s (%v)", l.File, l.Digest, l.Original, err)
		}
		if l.View != nil && (len(l.Draws) != 2 || l.Draws[1].Values["degrees"] == 0) {
			t.Errorf("%s drew %+v", l.File, l.Draws)
		}
		if files[l.File] == nil {
			t.Errorf("%s is not there", l.File)
		}
	}
	want := strings.Fields("jade/00-original.png jade/00-0.jpg jade/00-1.jpg jade/01-original.png jade/01-0.jpg jade/01-1.jpg " +
		"ruby/00-original.png ruby/00-0.jpg ruby/00-1.jpg ruby/01-original.png ruby/01-0.jpg ruby/01-1.jpg")
	if !slices.Equal(names, want) {
		t.Errorf("files in order %v, want %v", names, want)
	}
}

// What is no picture is left out of a set and told; a set of nothing fails.
func TestAugmentSetFaults(t *testing.T) {
	set, dir := writeSet(t, 2), t.TempDir()
	if err := os.WriteFile(filepath.Join(set, "jade", "00a.jpg"), []byte("no picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, stderr := mustRun(t, "augment", "-recipe", tiny, "-n", "40", "-o", filepath.Join(dir, "a"), set)
	if strings.Count(stderr, "jade/00a.jpg") != 1 {
		t.Errorf("it says %q, want jade/00a.jpg left out, once", stderr)
	}
	if m := readTree(t, filepath.Join(dir, "a"))[export.ManifestName]; bytes.Count(m, []byte(`"error"`)) != 1 || bytes.Count(m, []byte("\n")) != 1+1+160 {
		t.Errorf("the manifest has %d errors, %d lines", bytes.Count(m, []byte(`"error"`)), bytes.Count(m, []byte("\n")))
	}
	loose := filepath.Join(dir, "loose")
	writePicture(t, mustDir(t, loose), "leaf.png")
	mustRun(t, "augment", "-recipe", tiny, "-n", "1", "-o", filepath.Join(dir, "b"), loose)
	if files := readTree(t, filepath.Join(dir, "b")); files["leaf-0.png"] == nil {
		t.Errorf("a folder without class folders gives %d files", len(files))
	}
	bad := mustDir(t, filepath.Join(dir, "bad"))
	if err := os.WriteFile(filepath.Join(bad, "a.jpg"), []byte("no picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"nothing", []string{mustDir(t, filepath.Join(dir, "empty"))}, 1, "no pictures"},
		{"no picture", []string{"-zip", filepath.Join(dir, "bad.zip"), bad}, 1, "none of the files"},
		{"into itself", []string{"-o", filepath.Join(set, "out"), set}, 1, "its own results"},
		{"zip into itself", []string{"-zip", filepath.Join(set, "out.zip"), set}, 1, "write it elsewhere"},
		{"both", []string{"-zip", "a.zip", "-o", "b", set}, 2, "want one of them"},
		{"format", []string{"-format", "gif", set}, 2, "want png or jpeg"},
		{"quality", []string{"-format", "jpeg", "-quality", "0", set}, 2, "want 1 to 100"},
		{"zip is a folder", []string{"-zip", dir, set}, 2, "want the name of a file"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, _, stderr := runCommand(t, nil, append([]string{"augment", "-recipe", tiny, "-n", "1"}, tc.args...)...)
			if status != tc.status || !strings.Contains(stderr, tc.want) {
				t.Errorf("= %d, %q; want %d with %q", status, stderr, tc.status, tc.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "bad.zip")); err == nil {
		t.Error("a zip of nothing is left")
	}
}

func mustDir(t *testing.T, dir string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Ctrl+C: a folder keeps what is done and a manifest of that, a zip nothing.
func TestAugmentInterrupted(t *testing.T) {
	set, dir := writeSet(t, 2), t.TempDir()
	out, target := filepath.Join(dir, "out"), filepath.Join(dir, "out.zip")
	for _, to := range [][]string{{"-o", out}, {"-zip", target}} {
		var errs bytes.Buffer
		ctx, stop := context.WithCancel(context.Background())
		time.AfterFunc(300*time.Millisecond, stop)
		env := environment{strings.NewReader(""), io.Discard, &errs, func(string) string { return "" }}
		args := append([]string{"augment", "-recipe", tiny, "-n", "100000"}, to...)
		if status := run(ctx, env, append(args, set)); status != 130 {
			t.Errorf("%v: interrupted = %d, %s; want 130", to, status, errs.String())
		}
	}
	files := readTree(t, out)
	if n := bytes.Count(files[export.ManifestName], []byte("\n")); n < 2 || n != len(files) {
		t.Errorf("%d lines in the manifest of %d files and itself", n, len(files)-1)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.zip")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".graft*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}
