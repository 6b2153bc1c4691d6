package tune

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/augment"
	"graft/core/imagefile"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/tune/featurecache"
)

// The recipe's size is the network's where that can be, a setting wins, and the head
// says which it was.
func TestInputSize(t *testing.T) {
	d := open(t, writeDataset(t, 10, 64, redAndBlue))
	for _, tc := range []struct {
		size        recipe.Size
		input, want int
	}{
		{recipe.Size{W: 160, H: 160}, 0, 160}, {recipe.Size{W: 160, H: 160}, 96, 96},
		{recipe.Size{W: 300, H: 200}, 0, 224}, {recipe.Size{W: 16, H: 16}, 0, 224},
	} {
		o := options(t)
		o.Recipe.Size, o.Train.InputSize = tc.size, tc.input
		ex := &stats{batch: 8, side: tc.want}
		if got := run(t, d, ex, o).Head.Size; got != [2]int{tc.want, tc.want} {
			t.Errorf("recipe of %v, input_size %d: head of %v, want %d", tc.size, tc.input, got, tc.want)
		}
		if got := ex.seen[0].Rect; got != image.Rect(0, 0, tc.want, tc.want) {
			t.Errorf("recipe of %v, input_size %d: the network got %v, want %d", tc.size, tc.input, got, tc.want)
		}
		ex.side = tc.want + 1
		if _, err := Run(context.Background(), d, ex, o); err == nil || !strings.Contains(err.Error(), "want") {
			t.Errorf("recipe of %v, input_size %d, on an extractor of another size: %v", tc.size, tc.input, err)
		}
	}
}

// Where the recipe's size is the network's, the network gets the view that the tab
// shows, pixel for pixel.
func TestInputIsThePreview(t *testing.T) {
	d := open(t, writeDataset(t, 4, 64, redAndBlue))
	o := options(t)
	o.Recipe.Size = recipe.Size{W: 97, H: 97}
	ex := &stats{batch: 8, side: 97}
	res := run(t, d, ex, o)
	seen := make(map[string]bool)
	for _, m := range ex.seen {
		seen[string(m.Pix)] = true
	}
	plan, err := augment.Compile(o.Recipe)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, it := range d.Items {
		data, err := os.ReadFile(it.File)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := imagefile.Decode(data, imagefile.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		tile := image.NewNRGBA(image.Rect(0, 0, 97, 97)) // as wasm/engine makes it
		if err := plan.Apply(tile, augment.NewSource(picture), 1); err != nil {
			t.Fatal(err)
		}
		if seen[string(tile.Pix)] {
			found++
		}
	}
	if found != res.TrainCount {
		t.Errorf("the network got view 1 as the tab shows it of %d pictures, want %d", found, res.TrainCount)
	}
}

// Features of one size are not taken for those of another, and what was cached at
// 224 before there was a choice is found.
func TestCacheKnowsSides(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir = filepath.Join(t.TempDir(), "features")
	o.Recipe.Size = recipe.Size{W: 96, H: 96}
	for _, tc := range []struct{ input, computed int }{{224, 52}, {0, 52}, {96, 0}, {224, 0}, {97, 52}} {
		o.Train.InputSize = tc.input
		ex := &stats{batch: 8, side: o.Recipe.InputSize(o.Train)}
		if got := run(t, d, ex, o).Timings.FeaturesComputed; got != tc.computed {
			t.Errorf("input_size %d: %d computed, want %d", tc.input, got, tc.computed)
		}
	}
	o.Train.InputSize = 224
	plain, _ := (&featureSet{}).stores(&o)
	old := featurecache.Open(o.CacheDir, "", "plain", 2048, Backbone, o.Weights.Digest, o.Weights.Preprocessing, o.Backend.Name(), o.Backend.DeviceDescription(0))
	if plain.Dir != old.Dir {
		t.Error("what was cached before there were sizes is not found")
	}
}

// A training step takes no more memory at 512 pixels than it may at 224.
func TestForArea(t *testing.T) {
	for _, tc := range []struct{ chunk, workers, side, wantChunk, wantWorkers int }{
		{16, 1, 224, 16, 1}, {16, 1, 32, 16, 1}, {16, 1, 512, 3, 1}, {4, 1, 512, 1, 1}, {64, 1, 512, 12, 1},
		{2, 4, 320, 1, 3}, {2, 4, 512, 1, 1}, {4, 8, 512, 1, 6}, {1, 2, 512, 1, 1},
	} {
		chunk, workers := forArea(tc.chunk, tc.workers, tc.side)
		if chunk != tc.wantChunk || workers != tc.wantWorkers {
			t.Errorf("forArea(%d, %d, %d) = %d, %d, want %d, %d", tc.chunk, tc.workers, tc.side, chunk, workers, tc.wantChunk, tc.wantWorkers)
		}
	}
}

func TestSameBounds(t *testing.T) {
	if recipe.MinInput != resnet.MinSide || recipe.MaxInput != resnet.MaxSide || recipe.DefaultInput != resnet.Side {
		t.Errorf("recipe says %d to %d and %d, the network %d to %d and %d",
			recipe.MinInput, recipe.MaxInput, recipe.DefaultInput, resnet.MinSide, resnet.MaxSide, resnet.Side)
	}
}

// A checkpoint of before there was a choice is of 224 pixels, whatever the recipe's
// size: a run at that size now is another one, though its document is the same.
func TestCheckpointIsOfOneSize(t *testing.T) {
	o := options(t)
	o.Recipe.Size = recipe.Size{W: 160, H: 160}
	r := o.Recipe.Clone()
	r.Train = &o.Train
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n%s\n%v\n%v\n", r.JSON(), o.Weights.Digest, o.Weights.Preprocessing, o.Backend.Name(), o.RawFeatures, []string(nil))
	if before := hex.EncodeToString(h.Sum(nil)); before == fingerprint(&o, &sets{}) {
		t.Error("a run at 160 pixels would go on from a checkpoint of 224")
	}
}
