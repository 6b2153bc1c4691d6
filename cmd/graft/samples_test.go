package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"graft/core/sample"
)

// A set's name, a folder, or both; the folder alone keeps its old meaning.
func TestSamples(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, tc := range []struct {
		args []string
		dir  string
		file string
		n    int
	}{
		{[]string{"plates"}, "plates", "hotdog/hotdog-0001.jpg", 2},
		{[]string{"mine"}, "mine", "other/other-0001.jpg", 2},
		{[]string{"digits"}, "digits", "7/7-0001.png", 10},
		{[]string{"digits", "numerals"}, "numerals", "0/0-0001.png", 10},
		{[]string{"plates", "sub/digits"}, "sub/digits", "hotdog/hotdog-0001.jpg", 2},
		{[]string{"./digits-too"}, "digits-too", "hotdog/hotdog-0001.jpg", 2},
	} {
		mustRun(t, append([]string{"samples", "-n", "1", "-size", "32"}, tc.args...)...)
		files := readTree(t, filepath.FromSlash(tc.dir))
		if len(files) != tc.n || files[tc.file] == nil {
			t.Errorf("graft samples %q leaves %d files in %s, want %d with %s", tc.args, len(files), tc.dir, tc.n, tc.file)
		}
	}
}

// Without -size and -n a set has its own; -json says which.
func TestSamplesJSON(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "numerals")
	stdout, _ := mustRun(t, "samples", "-json", "-seed", "3", "-n", "2", "digits", dir)
	var got struct {
		sample.SetOptions
		Dir      string
		Classes  []string
		Pictures int
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if want := (sample.SetOptions{Set: "digits", PerClass: 2, Seed: 3, Size: 28}); got.SetOptions != want || got.Pictures != 20 || len(got.Classes) != 10 || got.Dir != dir {
		t.Errorf("it says %s, want %+v, 20 pictures of 10 classes in %s", stdout, want, dir)
	}
	want, err := sample.Draw(got.SetOptions, "4", 1)
	if err != nil {
		t.Fatal(err)
	}
	if files := readTree(t, dir); !bytes.Equal(files["4/4-0002.png"], want.Data) {
		t.Error("4/4-0002.png is not what the library draws with these options")
	}
}

func TestEverySampleSetIsExplained(t *testing.T) {
	for _, k := range sample.Kinds() {
		if samplesTexts[k.Name] == "" {
			t.Errorf("graft samples -h says nothing of %s", k.Name)
		}
	}
}
