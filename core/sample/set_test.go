package sample

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image/jpeg"
	"math"
	"runtime"
	"strings"
	"testing"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// What amd64 and WebAssembly draw alike; other architectures fuse
// multiplication and addition.
var drawn = []struct{ set, class, name, digest string }{
	{"plates", "hotdog", "hotdog-0001.jpg", "04e4f1b40f8ab55e"},
	{"plates", "hotdog", "hotdog-0007.jpg", "4fb2bd53eddd9b1d"},
	{"plates", "other", "other-0001.jpg", "e541c4cb43819253"},
	{"plates", "other", "other-0012.jpg", "6c3aebaec463e3e6"},
	{"digits", "0", "0-0001.png", "8dc0f9d453d1b8d8"},
	{"digits", "2", "2-0013.png", "d4617c4a16c1bbf9"},
	{"digits", "4", "4-0040.png", "753984e20be7e6e9"},
	{"digits", "7", "7-0002.png", "6b8f6694c94b6a45"},
	{"digits", "8", "8-0029.png", "2b4d1555835452dc"},
	{"digits", "9", "9-0006.png", "d1a245487361c835"},
	{"garden", "beetle", "beetle-0001.jpg", "4915cbe6456eb9ab"},
	{"garden", "beetle", "beetle-0017.jpg", "13a0a2b09cf8998a"},
	{"garden", "butterfly", "butterfly-0002.jpg", "a8de53bd8f47fab1"},
	{"garden", "butterfly", "butterfly-0031.jpg", "6cd2bc1942c06385"},
	{"garden", "dragonfly", "dragonfly-0003.jpg", "033f7c9f2f4989b5"},
	{"garden", "dragonfly", "dragonfly-0012.jpg", "be844bf1e17642e8"},
	{"garden", "snail", "snail-0004.jpg", "662cdda7b524179b"},
	{"garden", "snail", "snail-0040.jpg", "5f894c3069c49a36"},
	{"garden", "spider", "spider-0005.jpg", "faf304942c41dd44"},
	{"garden", "spider", "spider-0023.jpg", "f24f1998b0e42752"},
}

func TestDrawIsTheSameEverywhere(t *testing.T) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "wasm" {
		t.Skip("not promised on", runtime.GOARCH)
	}
	for _, tc := range drawn {
		k, err := LookupKind(tc.set)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if _, err := fmt.Sscanf(strings.TrimPrefix(tc.name, tc.class), "-%d.", &n); err != nil {
			t.Fatal(err)
		}
		it, err := Draw(k.Options(), tc.class, n-1)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(it.Data))[:16]; got != tc.digest || it.Name != tc.name || it.Class != tc.class {
			t.Errorf("%s of %s: digest %s, want %s", it.Name, it.Class, got, tc.digest)
		}
	}
}

func TestSet(t *testing.T) {
	o := SetOptions{Set: "plates", PerClass: 3, Seed: 9, Size: 64}
	seq, err := Set(o)
	if err != nil {
		t.Fatal(err)
	}
	names, digests := "", map[[32]byte]bool{}
	for it := range seq {
		names += it.Name + " "
		digests[sha256.Sum256(it.Data)] = true
		c, err := jpeg.DecodeConfig(bytes.NewReader(it.Data))
		if err != nil || max(c.Width, c.Height) != 64 || min(c.Width, c.Height) < 48 {
			t.Errorf("%s is %d×%d (%v): want a longer side of 64", it.Name, c.Width, c.Height, err)
		}
		if !strings.HasPrefix(it.Name, it.Class+"-") {
			t.Errorf("%s is of class %s", it.Name, it.Class)
		}
	}
	if want := "hotdog-0001.jpg other-0001.jpg hotdog-0002.jpg other-0002.jpg hotdog-0003.jpg other-0003.jpg "; names != want {
		t.Errorf("names = %s, want %s", names, want)
	}
	if len(digests) != 6 {
		t.Errorf("%d different pictures, want 6", len(digests))
	}
	for range seq { // stops when told to
		break
	}
}

func TestDrawDependsOnSeedNotOnCount(t *testing.T) {
	draw := func(o SetOptions) string {
		it, err := Draw(o, "other", 2)
		if err != nil {
			t.Fatal(err)
		}
		return string(it.Data)
	}
	a := draw(SetOptions{Set: "plates", PerClass: 3, Seed: 1, Size: 48})
	if b := draw(SetOptions{Set: "plates", PerClass: 30, Seed: 1, Size: 48}); a != b {
		t.Error("a larger set has other pictures: want the same ones and more")
	}
	if b := draw(SetOptions{Set: "plates", PerClass: 3, Seed: 2, Size: 48}); a == b {
		t.Error("another seed draws the same picture: want another")
	}
}

func TestSetRefuses(t *testing.T) {
	for _, o := range []SetOptions{
		{"plates", 0, 1, 64}, {"plates", 10001, 1, 64}, {"plates", 1, 1, 31}, {"plates", 1, 1, 1025}, {"plates", -1, 1, 64},
		{"", 1, 1, 64}, {"cats", 1, 1, 64}, {"digits", 1, 1, 15},
	} {
		if _, err := Set(o); err == nil {
			t.Errorf("Set(%+v) gave no error: want one", o)
		}
		if _, err := Draw(o, "hotdog", 0); err == nil {
			t.Errorf("Draw(%+v) gave no error: want one", o)
		}
	}
	o := SetOptions{"plates", 2, 1, 64}
	for _, tc := range []struct {
		class string
		index int
	}{{"cat", 0}, {"", 0}, {"hotdog", -1}, {"hotdog", 2}} {
		if _, err := Draw(o, tc.class, tc.index); err == nil {
			t.Errorf("Draw(%q, %d) gave no error: want one", tc.class, tc.index)
		}
	}
}

// Every kind of food covers a part of the plate, and no pixel is lost to a
// division by zero.
func TestEveryKindIsSeen(t *testing.T) {
	kinds := append([]func(*canvas.Canvas, *noise.Rand, canvas.Pose){hotdogs}, others...)
	for k, serve := range kinds {
		for seed := range uint64(4) {
			r := noise.New(noise.Mix(seed, uint64(k)))
			c := canvas.New(80, 80, r)
			plate(c, r, canvas.Pose{X: 0, Y: 0, Turn: 0, Size: 1})
			before := append([]canvas.RGB(nil), c.Pix...)
			serve(c, r, canvas.Pose{X: 0, Y: 0, Turn: 1, Size: 1})
			changed := 0
			for i, p := range c.Pix {
				if sum := p.R + p.G + p.B; math.IsNaN(sum) || math.IsInf(sum, 0) || p.R < 0 || p.G < 0 || p.B < 0 {
					t.Fatalf("kind %d, seed %d: pixel %d = %v", k, seed, i, p)
				}
				if p != before[i] {
					changed++
				}
			}
			if share := float64(changed) / float64(len(c.Pix)); share < 0.06 {
				t.Errorf("kind %d, seed %d: %.0f %% of the picture shows it: want at least 6 %%", k, seed, 100*share)
			}
		}
	}
}
