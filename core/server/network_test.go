//go:build goexperiment.simd || onnx

// The pure-Go backend without SIMD takes minutes for what takes it seconds
// with, so this is for the builds that users get.

package server

import (
	"testing"

	"graft/core/backend"
	"graft/core/job"
)

// The real network, on the best backend of this build, without ImageNet
// weights: pictures of two colours are told apart all the same.
func TestRealNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds on the pure-Go backend")
	}
	b, err := backend.Open("auto")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	cfg := testConfig(t, t.TempDir())
	cfg.Backend = b
	c := start(t, cfg, resnetLoader(cfg))
	defer c.stop()
	set := c.upload(twoClasses(t, 8))
	id := c.submit(set.ID, `{"epochs":20,"views":1,"batch":8,"learning_rate":0.01,"validation_split":0.25}`)
	events, _ := c.listen(id, 0, nil)
	d := c.job(id)
	if d.State != job.Done || d.Weights.Name != "random" || d.Backend != b.Name || d.Epochs[19].ValAccuracy < 0.75 {
		t.Fatalf("on %s: %+v after %s, want it done", b.Name, d, kinds(events))
	}
	c.recognises(id)
}

// Data sets that are easily got wrong, through the real network: each is learnt
// or refused with words that help.
func TestOddSetsOnRealNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network on 300 pictures")
	}
	b, err := backend.Open("auto")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	cfg := testConfig(t, t.TempDir())
	cfg.Backend = b
	c := start(t, cfg, resnetLoader(cfg))
	defer c.stop()
	for _, set := range oddSets(t) {
		set.least = 0 // what untrained weights make of a pattern is not the question
		t.Run(set.name, func(t *testing.T) { c.learns(t, set) })
	}
}
