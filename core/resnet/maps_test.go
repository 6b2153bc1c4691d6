package resnet

import (
	"context"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"graft/core/weights"
)

// On every backend the features are the mean of the map, and the maps of all
// backends agree.
func TestMap(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole network")
	}
	for _, side := range []int{97, Side} {
		t.Run(fmt.Sprint(side), func(t *testing.T) { mapsAgree(t, side) })
	}
}

func mapsAgree(t *testing.T, side int) {
	w, picture, n := seeded(3), noise(side, 5), Places(side)
	var first *Map
	for _, b := range backends(t) {
		e, err := NewExtractor(b, w, ExtractorOptions{Batch: 1, Side: side})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		features, err := e.Features(context.Background(), []*image.NRGBA{picture})
		if err != nil {
			t.Fatal(err)
		}
		m, err := e.Map(context.Background(), picture)
		if err != nil {
			t.Fatal(err)
		}
		if m.Side != n || len(m.Values) != n*n*FeatureSize {
			t.Fatalf("%s: map of side %d with %d numbers, want %d and %d", b, m.Side, len(m.Values), n, n*n*FeatureSize)
		}
		mean := make([]float32, FeatureSize)
		for i, v := range m.Values {
			mean[i%FeatureSize] += v / float32(n*n)
		}
		if d := distance(mean, features[0]); !(d < 1e-4) {
			t.Errorf("%s: the mean of the map differs from the features by %g", b, d)
		}
		if first == nil {
			first = m
			if side == Side {
				mapShowsPlaces(t, e, picture, m)
			}
		} else if d := distance(m.Values, first.Values); !(d < 1e-4) {
			t.Errorf("%s: the map differs from the first backend's by %g", b, d)
		}
	}
}

// mapShowsPlaces changes the upper right corner of the picture: the map changes
// most there.
func mapShowsPlaces(t *testing.T, e *Extractor, picture *image.NRGBA, before *Map) {
	t.Helper()
	changed := noise(Side, 5)
	for y := range 48 {
		for x := Side - 48; x < Side; x++ {
			at := changed.PixOffset(x, y)
			for c := range 3 {
				changed.Pix[at+c] = 255 - changed.Pix[at+c]
			}
		}
	}
	after, err := e.Map(context.Background(), changed)
	if err != nil {
		t.Fatal(err)
	}
	most, where := -1.0, 0
	for place := range 49 {
		sum := 0.0
		for k := range FeatureSize {
			i := place*FeatureSize + k
			sum += math.Abs(float64(after.Values[i] - before.Values[i]))
		}
		if sum > most {
			most, where = sum, place
		}
	}
	if row, column := where/7, where%7; row > 2 || column < 4 {
		t.Errorf("a change in the upper right corner shows most in row %d, column %d", row, column)
	}
}

func TestMapRefusesOtherSizes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the whole network")
	}
	e, err := NewExtractor(backends(t)[0], weights.Random(1), ExtractorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := e.Map(context.Background(), noise(32, 1)); err == nil || !strings.Contains(err.Error(), "32 by 32 pixels: want 224") {
		t.Errorf("Map of a small picture = %v, want an error that says what is wanted", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range cap(e.slots) {
		e.slots <- struct{}{}
	}
	if _, err := e.Map(ctx, noise(Side, 1)); err == nil {
		t.Error("Map with a context that is over and no free slot = nil, want an error")
	}
	for range cap(e.slots) {
		<-e.slots
	}
}
