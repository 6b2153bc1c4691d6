package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/core/recipe"
	"graft/core/weights"
)

// TestMain lets a test run the program in a process of its own, to kill it.
func TestMain(m *testing.M) {
	if os.Getenv("GRAFT_TEST_PROGRAM") != "" {
		main()
	}
	os.Exit(m.Run())
}

// gems writes a data set of two classes.
func gems(t *testing.T, n int) string {
	t.Helper()
	set := filepath.Join(t.TempDir(), "gems")
	for _, class := range []string{"ruby", "jade"} {
		if err := os.MkdirAll(filepath.Join(set, class), 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			writeTexture(t, filepath.Join(set, class, string(rune('a'+i))+".png"), class, uint64(i))
		}
	}
	return set
}

// Killed in mid-run, the same command goes on where it was, and writes the head
// that it would have written.
func TestTrainKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	dir, set := t.TempDir(), gems(t, 6)
	command := func(out string) []string {
		return []string{"train", "-weights", "random", "-defaults", "-epochs", "400", "-batch", "1", "-views", "1", "-dropout", "0.2", "-schedule", "cosine",
			"-cache", filepath.Join(dir, "cache"), "-o", filepath.Join(dir, out), set}
	}
	if status, _, stderr := runCommand(t, nil, command("whole")...); status != 0 {
		t.Fatalf("graft train = %d: %s", status, stderr)
	}
	program := exec.Command(os.Args[0], command("killed")...)
	program.Env = append(os.Environ(), "GRAFT_TEST_PROGRAM=1")
	stdout, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	checkpoint := filepath.Join(dir, "killed.checkpoint")
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if _, err := os.Stat(checkpoint); err == nil {
			break // the first epoch is kept; how much of the next does not matter
		}
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	program.Wait()
	if _, err := os.Stat(checkpoint); err != nil {
		t.Fatalf("the killed run left no checkpoint: %v", err)
	}
	began := time.Now()
	if status, _, stderr := runCommand(t, nil, command("killed")...); status != 0 {
		t.Fatalf("graft train, again = %d: %s", status, stderr)
	}
	t.Logf("the rest took %v", time.Since(began))
	want, err := os.ReadFile(filepath.Join(dir, "whole"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "killed"))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the head of the killed run differs: %v", err)
	}
	if _, err := os.Stat(checkpoint); !os.IsNotExist(err) {
		t.Errorf("the checkpoint is still there: %v", err)
	}
}

// Every setting is a flag; what is not given is chosen and explained.
func TestTrainSettings(t *testing.T) {
	_, help, _ := runCommand(t, nil, "train", "-h")
	for _, s := range recipe.Settings() {
		if !strings.Contains(help, "\n  -"+s.Flag()+" ") && !strings.Contains(help, "\n  -"+s.Flag()+"\n") {
			t.Errorf("graft train -h has no -%s", s.Flag())
		}
	}
	f := newFlags(environment{getenv: func(string) string { return "" }}, "train", "", "")
	o := trainOptions{train: recipe.DefaultTrain()}
	for _, s := range recipe.Settings() {
		f.Var(settingFlag{s, &o.train}, s.Flag(), "")
	}
	if _, err := f.parseMixed([]string{"-mode", "stage4", "-epochs", "3", "-restore-best"}); err != nil {
		t.Fatal(err)
	}
	suggested, _ := recipe.SuggestTrain([]int{20, 100})
	for _, tc := range []struct {
		name   string
		plain  bool
		given  *recipe.Train
		counts []int
		want   func() recipe.Train
	}{
		{"suggested", false, nil, []int{20, 100}, func() recipe.Train { return suggested }},
		{"defaults", true, nil, []int{20, 100}, recipe.DefaultTrain},
		{"given", false, &recipe.TrainPresets()[0].Train, []int{20, 100}, func() recipe.Train { return recipe.TrainPresets()[0].Train }},
	} {
		o.plain = tc.plain
		got, err := o.settings(f, tc.given, tc.counts)
		want := tc.want()
		want.Mode, want.Epochs, want.HeadEpochs, want.RestoreBest = recipe.ModeStage4, 3, 0, true
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", tc.name, got, err, want)
		}
	}
}

// A recipe's weights count where -weights does not say, and are no file.
func TestTrainWeightsOfRecipe(t *testing.T) {
	set := gems(t, 1)
	file := filepath.Join(t.TempDir(), "mine.safetensors")
	for _, tc := range []struct {
		weights string
		flags   []string
		status  int
		want    string
	}{
		{"nobody/nothing", nil, 1, "weights nobody/nothing"},
		{"nobody/nothing", []string{"-weights", "random:x"}, 1, `weights "random:x"`},
		{file, nil, 2, "want -weights for a file"},
		{"../up", nil, 2, "want -weights for a file"},
	} {
		t.Setenv("HF_HUB_OFFLINE", "1")
		t.Setenv("HF_HUB_CACHE", t.TempDir())
		recipe := fmt.Sprintf(`{"train":{"weights":%q}}`, tc.weights)
		args := append([]string{"train", "-backend", "go", "-o", filepath.Join(t.TempDir(), "head"), "-recipe", recipe}, tc.flags...)
		if status, _, stderr := runCommand(t, nil, append(args, set)...); status != tc.status || !strings.Contains(stderr, tc.want) {
			t.Errorf("%s %v = %d: %s, want %d and %q", tc.weights, tc.flags, status, stderr, tc.status, tc.want)
		}
	}
	o := trainOptions{}
	o.weights = "starter"
	none := newFlags(environment{}, "train", "", "")
	if got, err := o.weightsName(none, &recipe.Train{}); got.Kind != weights.KindStarter || err != nil {
		t.Errorf("a recipe that names none: %q, %v, want what the flag is without being given", got, err)
	}
}

// What follows a flag is told.
func TestTrainTellsWhatFollows(t *testing.T) {
	f := newFlags(environment{getenv: func(string) string { return "" }}, "train", "", "")
	o := trainOptions{train: recipe.DefaultTrain()}
	for _, s := range recipe.Settings() {
		f.Var(settingFlag{s, &o.train}, s.Flag(), "")
	}
	if _, err := f.parseMixed([]string{"-epochs", "4"}); err != nil {
		t.Fatal(err)
	}
	given := recipe.DefaultTrain()
	given.Mode = recipe.ModeStage4
	train, err := o.settings(f, &given, nil)
	if err != nil {
		t.Fatal(err)
	}
	o.train = train
	var said bytes.Buffer
	o.explain(environment{stderr: &said}, f, &given, nil)
	if got, want := said.String(), "  -head-epochs 1, not 5: to fit what was given\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// A set in archives gives the head that its folder gives, and leaves nothing behind.
func TestTrainArchives(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	dir, set := t.TempDir(), gems(t, 6)
	t.Setenv("TMPDIR", mustDir(t, filepath.Join(dir, "tmp")))
	parts := map[string]string{}
	for _, class := range []string{"jade", "ruby"} {
		parts[class] = filepath.Join(dir, class+".zip")
		f, err := os.Create(parts[class])
		if err != nil {
			t.Fatal(err)
		}
		w := zip.NewWriter(f)
		for path, data := range readTree(t, set) {
			if !strings.HasPrefix(path, class) {
				continue
			}
			to, err := w.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			to.Write(data)
		}
		if err := errors.Join(w.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	train := func(out string, sets ...string) []byte {
		mustRun(t, append([]string{"train", "-weights", "random", "-mode", "head", "-epochs", "1", "-views", "1",
			"-cache", filepath.Join(dir, "cache"), "-o", filepath.Join(dir, out)}, sets...)...)
		data, err := os.ReadFile(filepath.Join(dir, out))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if !bytes.Equal(train("folder", set), train("zips", parts["ruby"], parts["jade"])) {
		t.Error("two zips of a class each give another head than their folder")
	}
	if left, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(left) > 0 {
		t.Errorf("%v, %v is left where archives were unpacked", left, err)
	}
}
