package weights

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a stranger may write: never a file, whatever is there.
func TestParseName(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "random", nil)
	if err := os.MkdirAll("some/folder", 0o755); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]Name{
		"auto": {}, "starter": {Kind: KindStarter}, "imagenet": {Kind: KindImageNet},
		"keras": {Kind: KindKeras}, "keras-notop": {Kind: KindKerasNoTop},
		"random": {Kind: KindRandom}, "random:0": {Kind: KindRandom}, "random:18446744073709551615": {Kind: KindRandom, Seed: 1<<64 - 1},
		"timm/resnet50.a1_in1k": {Kind: KindHub, ID: "timm/resnet50.a1_in1k"}, "some/folder": {Kind: KindHub, ID: "some/folder"},
	} {
		got, err := ParseName(text)
		if err != nil || got != want {
			t.Errorf("ParseName(%q) = %+v, %v, want %+v", text, got, err, want)
		}
		if back := got.String(); back != text && text != "random:0" {
			t.Errorf("ParseName(%q).String() = %q", text, back)
		}
	}
	for text, want := range map[string]string{
		"": "want auto", "nonsense": "want auto", "/etc/passwd": "want auto", "../up": "want auto", "a/..": "want auto",
		"a/b.safetensors": "want auto", "a/b.h5": "want auto", "a/b/c": "want auto", "a/" + strings.Repeat("b", 97): "want auto",
		"random:x": `seed "x": want a whole number`, "random:-1": "seed", "random:18446744073709551616": "seed", "random:": "seed",
	} {
		if got, err := ParseName(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseName(%q) = %+v, %v, want %q", text, got, err, want)
		}
	}
}

// What the owner may write: a file that is there, or that looks like one; but a word
// is a word, even if a file has the name.
func TestParseNameOrFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "random", nil)
	write(t, "some/file", nil)
	for text, want := range map[string]Name{
		"random": {Kind: KindRandom}, "some/file": {Kind: KindFile, Path: "some/file"}, "some/other": {Kind: KindHub, ID: "some/other"},
		"none.safetensors": {Kind: KindFile, Path: "none.safetensors"}, "a/none.h5": {Kind: KindFile, Path: "a/none.h5"},
		"/none": {Kind: KindFile, Path: "/none"}, ".": {Kind: KindFile, Path: "."},
	} {
		if got, err := ParseNameOrFile(text); err != nil || got != want {
			t.Errorf("ParseNameOrFile(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "resnet", "../x"} {
		if got, err := ParseNameOrFile(text); err == nil || !strings.Contains(err.Error(), "a safetensors or HDF5 file, or a hub id") {
			t.Errorf("ParseNameOrFile(%q) = %+v, %v", text, got, err)
		}
	}
}

func TestNameCheck(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "mine.safetensors"), nil)
	for text, want := range map[string]string{
		"imagenet": "", "random:7": "", ImageNetID: "", file: "",
		"models/mine.safetensors": "no such file", file + "x": "no such file", filepath.Dir(file): "not a folder",
	} {
		if err := named(t, text).Check(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("Check of %q = %v, want %q", text, err, want)
		}
	}
}

func TestNameTexts(t *testing.T) {
	for text, want := range map[string]string{"/srv/models/mine.safetensors": "mine.safetensors", "timm/other": "timm/other", "random:3": "random:3"} {
		if got := named(t, text).Short(); got != want {
			t.Errorf("Short of %q = %q, want %q", text, got, want)
		}
	}
	if got, err := json.Marshal(map[string]Name{"name": named(t, "random:3")}); err != nil || string(got) != `{"name":"random:3"}` {
		t.Errorf("as JSON: %s, %v", got, err)
	}
}
