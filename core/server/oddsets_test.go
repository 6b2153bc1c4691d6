package server

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/job"
)

// oddSet is a data set that people have and that is easily got wrong: it is
// learnt, or refused with words that help.
type oddSet struct {
	name    string
	files   []file
	refused string  // what the upload, the start or the end of the training says; "" if it works
	skipped int     // files that are left out
	least   float64 // validation accuracy at the end
	warns   []string
}

func oddSets(t *testing.T) []oddSet {
	return []oddSet{
		{name: "two classes of two", files: patterned(t, 2, 2), least: 1},
		{name: "a hundred classes", files: patterned(t, 100, 2), least: 0.9},
		{name: "one picture a class", files: patterned(t, 3, 1), refused: "no class has two different pictures"},
		{name: "one class of one picture", files: append(patterned(t, 1, 8), file{"b/only.png", pngOf(t, draw("cool", 1))}), least: 0.5, warns: []string{`No picture of "b" is left to check with`}},
		{name: "very unequal classes", files: append(renamed(patterned(t, 1, 60), "many"), painted(t, "few", 3, "cool")...), least: 0.9, warns: []string{`"many" has 48 pictures to learn from, "few" only 2`}},
		{name: "one picture, many times", files: append(copies(t, "a", 6), copies(t, "b", 6)...), refused: "no class has two different pictures"},
		{name: "copies within each class", files: append(copies(t, "a", 5), painted(t, "b", 5, "cool")...), least: 0.5},
		{name: "the same pictures in both classes", files: append(painted(t, "a", 6, "warm"), painted(t, "b", 6, "warm")...), least: 0, warns: []string{"more than one class"}},
		{name: "every kind of picture", files: kinds32(t), least: 0},
		{name: "a class of nothing that is read", files: append(painted(t, "a", 4, "warm"), file{"b/x.tif", []byte("II*\x00\x08\x00\x00\x00")}), refused: "only one class"},
	}
}

// patterned is n pictures for each of the classes, a pattern of 8 by 8 fields that
// is the class's own, with a little noise.
func patterned(t *testing.T, classes, n int) []file {
	var files []file
	for c := range classes {
		for i := range n {
			m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
			pattern, noise := rand.New(rand.NewPCG(uint64(c), 7)), rand.New(rand.NewPCG(uint64(i), 8))
			var fields [64]color.NRGBA
			for f := range fields {
				fields[f] = color.NRGBA{uint8(pattern.IntN(200)), uint8(pattern.IntN(200)), uint8(pattern.IntN(200)), 255}
			}
			for y := range 64 {
				for x := range 64 {
					f := fields[y/8*8+x/8]
					light := uint8(noise.IntN(50))
					m.SetNRGBA(x, y, color.NRGBA{f.R + light, f.G + light, f.B + light, 255})
				}
			}
			files = append(files, file{fmt.Sprintf("%c%02d/%03d.png", 'a'+c/26, c, i), pngOf(t, m)})
		}
	}
	return files
}

func renamed(files []file, class string) []file {
	for i := range files {
		files[i].name = class + "/" + filepath.Base(files[i].name)
	}
	return files
}

func painted(t *testing.T, class string, n int, kind string) []file {
	var files []file
	for i := range n {
		files = append(files, file{fmt.Sprintf("%s/%03d.png", class, i), pngOf(t, draw(kind, uint64(i)))})
	}
	return files
}

// copies is the same picture n times.
func copies(t *testing.T, class string, n int) []file {
	var files []file
	for i := range n {
		files = append(files, file{fmt.Sprintf("%s/%03d.png", class, i), pngOf(t, draw("warm", 1))})
	}
	return files
}

// kinds32 is pictures that are grey, transparent, CMYK, of 16 bits, with a
// palette or animated in one class, and plain ones in the other.
func kinds32(t *testing.T) []file {
	files := painted(t, "plain", 6, "cool")
	dir := filepath.Join("..", "imagefile", "testdata", "pillow")
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		if ending := filepath.Ext(path); ending == ".py" || ending == ".md" || ending == ".json" || filepath.Base(path) == "expected.png" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file{"kinds/" + filepath.Base(path), data})
	}
	return files
}

func TestOddSets(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	for _, set := range oddSets(t) {
		t.Run(set.name, func(t *testing.T) {
			if testing.Short() && len(set.files) > 150 {
				t.Skip("takes long under the race detector")
			}
			c.learns(t, set)
		})
	}
}

// learns sends the set, trains on it and recognises a picture of it.
func (c *client) learns(t *testing.T, set oddSet) {
	said := func(what string, text string) {
		if set.refused == "" || !strings.Contains(text, set.refused) {
			t.Errorf("%s: %s: want %q", what, text, set.refused)
		}
	}
	status, _, body := c.do("POST", "/api/v1/datasets", zipped(t, set.files...))
	if status != 201 {
		said("upload", string(body))
		return
	}
	var made api.Dataset
	if err := json.Unmarshal(body, &made); err != nil || len(made.Skipped) != set.skipped {
		t.Fatalf("skipped %v (%v), want %d files", made.Skipped, err, set.skipped)
	}
	status, _, body = c.do("POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":{},"train":{"epochs":6,"batch":32,"learning_rate":0.01}}`, made.ID))
	if status != 202 {
		said("start", string(body))
		return
	}
	var j struct{ ID string }
	if err := json.Unmarshal(body, &j); err != nil {
		t.Fatal(err)
	}
	c.listen(j.ID, 0, nil)
	d := c.job(j.ID)
	if d.State != job.Done {
		said("training", string(d.State)+" "+d.Error)
		return
	}
	if set.refused != "" {
		t.Fatalf("it was trained on: want it refused with %q", set.refused)
	}
	if got := d.Epochs[len(d.Epochs)-1].ValAccuracy; got < set.least {
		t.Errorf("validation accuracy %g, want %g", got, set.least)
	}
	for _, w := range set.warns {
		if !strings.Contains(strings.Join(d.Warnings, "\n"), w) {
			t.Errorf("warnings %q: want one with %q", d.Warnings, w)
		}
	}
	var answer struct{ Classes []api.Guess }
	c.want(200, "POST", "/api/v1/jobs/"+j.ID+"/predict", set.files[0].data, &answer)
	if len(answer.Classes) != len(made.Classes) {
		t.Errorf("%d guesses for %d classes", len(answer.Classes), len(made.Classes))
	}
	t.Logf("accuracy %.2f, warnings %q", d.Epochs[len(d.Epochs)-1].ValAccuracy, d.Warnings)
}
