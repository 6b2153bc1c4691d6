//go:build goexperiment.simd || onnx

// The pure-Go backend without SIMD takes minutes for what takes it seconds
// with, so this is for the builds that users get.

package server

import (
	"testing"
	"time"

	"graft/core/backend"
	"graft/core/job"
	"graft/core/server/internal/models"
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
	c := start(t, cfg, models.ResNet(cfg.Backend, cfg.Hub))
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
	c := start(t, cfg, models.ResNet(cfg.Backend, cfg.Hub))
	defer c.stop()
	for _, set := range oddSets(t) {
		set.least = 0 // what untrained weights make of a pattern is not the question
		t.Run(set.name, func(t *testing.T) { c.learns(t, set) })
	}
}

// A job that trains the backbone keeps it, and what recognises with the job uses
// it: predict, the features of the job, a second server on the same folder.
func TestTunedBackbone(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	b, err := backend.Open("auto")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	dir := t.TempDir()
	cfg := testConfig(t, dir)
	cfg.Backend = b
	c := start(t, cfg, models.ResNet(cfg.Backend, cfg.Hub))
	set := c.upload(twoClasses(t, 4))
	id := c.submit(set.ID, `{"mode":"stage4","epochs":3,"head_epochs":2,"views":1,"batch":8,"learning_rate":0.01,"validation_split":0.25,"steps_per_epoch":1}`)
	d := c.job(id)
	for !d.State.Final() { // the stream of events is tested elsewhere, and given less time
		time.Sleep(time.Second / 4)
		d = c.job(id)
	}
	if d.State != job.Done || d.Tuned == nil || d.Tuned.Digest == d.Weights.Digest || d.Epochs[2].Phase != "backbone" {
		t.Fatalf("%+v, want it done, with a backbone of its own", d)
	}
	picture := pngOf(t, draw("warm", 1))
	features := func(c *client, query, digest string) []byte {
		t.Helper()
		status, header, body := c.do("POST", "/api/v1/embed?"+query, picture)
		if status != 200 || header.Get("Graft-Weights-Digest") != digest {
			t.Fatalf("embed?%s = %d with the digest %s, want 200 and %s", query, status, header.Get("Graft-Weights-Digest"), digest)
		}
		return body
	}
	tuned := features(c, "job="+id, d.Tuned.Digest)
	if string(tuned) == string(features(c, "weights=random", d.Weights.Digest)) {
		t.Error("the tuned backbone has the features of the other")
	}
	c.want(200, "POST", "/api/v1/jobs/"+id+"/predict", picture, nil)
	c.want(200, "POST", "/api/v1/jobs/"+id+"/explain", picture, nil)
	c.want(404, "POST", "/api/v1/embed?job=nothing", picture, nil)
	c.stop()
	again := start(t, cfg, models.ResNet(cfg.Backend, cfg.Hub))
	defer again.stop()
	if string(features(again, "job="+id, d.Tuned.Digest)) != string(tuned) {
		t.Error("after a restart the job has other features")
	}
}
