package server

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/job"
)

// segments lists the files of features in a data folder, by whose they are.
func segments(t *testing.T, dir string) (owners []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "features", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		owner, _, _ := strings.Cut(filepath.Base(f), "-")
		owners = append(owners, owner)
	}
	slices.Sort(owners)
	return slices.Compact(owners)
}

// Features go with their data set: when it is deleted, and at the start if it is gone
// by then.
func TestFeaturesGoWithTheirSet(t *testing.T) {
	dir := t.TempDir()
	c := start(t, testConfig(t, dir), lightLoader(nil))
	sets := []api.Dataset{c.upload(twoClasses(t, 4)), c.upload(twoClasses(t, 6)), c.upload(twoClasses(t, 8))}
	want := []string{}
	for _, s := range sets {
		c.listen(c.submit(s.ID, quick), 0, nil)
		want = append(want, s.ID)
	}
	slices.Sort(want)
	if got := segments(t, dir); !slices.Equal(got, want) {
		t.Fatalf("features of %q, want of every set", got)
	}
	c.want(204, "DELETE", "/api/v1/datasets/"+sets[0].ID, nil, nil)
	want = slices.DeleteFunc(want, func(id string) bool { return id == sets[0].ID })
	if got := segments(t, dir); !slices.Equal(got, want) {
		t.Errorf("features of %q, want of those that are left", got)
	}
	c.stop()
	// What a kill between the two deletions leaves, and what an older version made.
	stores, _ := filepath.Glob(filepath.Join(dir, "features", "views-*"))
	if len(stores) == 0 {
		t.Fatal("no stores of features")
	}
	mine := filepath.Join(dir, "features", "photos", "a-1.features")
	for _, f := range []string{filepath.Join(stores[0], "123.features"), filepath.Join(dir, "features", "plain-0", sets[0].ID+"-9.features"), mine} {
		os.MkdirAll(filepath.Dir(f), 0o700)
		if err := os.WriteFile(f, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "datasets", sets[1].ID)); err != nil {
		t.Fatal(err)
	}
	c = start(t, testConfig(t, dir), lightLoader(nil))
	if got := segments(t, dir); !slices.Equal(got, slices.Sorted(slices.Values([]string{"a", sets[2].ID}))) {
		t.Errorf("after a start features of %q, want of the set that is left", got)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("a file that is no store's: %v, want it kept", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "features", "plain-0")); len(left) != 0 {
		t.Errorf("left: %q, want empty stores removed", left)
	}
	c.listen(c.submit(sets[2].ID, quick), 0, nil) // what is kept is of use
	jobs := c.s.jobs.List()
	if d := c.job(jobs[0].ID); d.Timings.FeaturesCached == 0 {
		t.Errorf("no features from the cache, want those that the set's own run kept")
	}
}

// A model file goes an hour after it was asked for last, and is made again.
func TestModelFilesGo(t *testing.T) {
	dir := t.TempDir()
	c := start(t, testConfig(t, dir), lightLoader(nil))
	id := c.submit(c.upload(twoClasses(t, 4)).ID, quick)
	c.listen(id, 0, nil)
	file, err := job.ObjectFile(filepath.Join(dir, "jobs"), id, onnxModel.object())
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(filepath.Dir(file), "model-0.safetensors") // of another version
	long := time.Now().Add(-2 * keepModel)
	for _, f := range []string{file, other} {
		if err := os.WriteFile(f, []byte("model"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(f, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if status, _, body := c.do("GET", "/api/v1/jobs/"+id+"/model.onnx", nil); status != 200 || string(body) != "model" {
		t.Fatalf("the model = %d %q", status, body)
	}
	there := func(f string) bool { _, err := os.Stat(f); return err == nil }
	c.s.dropModels(time.Now().Add(-keepModel))
	if !there(file) || there(other) {
		t.Errorf("the one just asked for is there: %v, the other: %v, want the first alone", there(file), there(other))
	}
	c.s.dropModels(time.Now().Add(time.Minute))
	if there(file) {
		t.Error("the model is there an hour later, want it gone")
	}
	c.recognises(id) // nothing else went
}

// A deleted job leaves nothing.
func TestDeletedJobLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	c := start(t, testConfig(t, dir), lightLoader(nil))
	set := c.upload(twoClasses(t, 10))
	finished, cancelled := c.submit(set.ID, quick), c.submit(set.ID, `{"epochs":900,"batch":4}`)
	c.listen(finished, 0, nil)
	c.listen(cancelled, 0, func(e event) bool { return e.kind == "epoch" })
	c.want(200, "POST", "/api/v1/jobs/"+cancelled+"/cancel", nil, nil)
	c.listen(cancelled, 0, nil)
	for _, id := range []string{finished, cancelled} {
		c.want(204, "DELETE", "/api/v1/jobs/"+id, nil, nil)
	}
	c.want(204, "DELETE", "/api/v1/datasets/"+set.ID, nil, nil)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); err == nil && !d.IsDir() && rel != filepath.Join("jobs", "lock") {
			t.Errorf("left: %s", rel)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
