package augment

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"graft/core/recipe"
)

// What the originals gave is in testdata/originals, with how it was made.
type originals struct {
	Pictures []struct {
		Name string `json:"name"`
		Size [2]int `json:"size"`
	} `json:"pictures"`
	Cases  []originalCase `json:"cases"`
	Tables originalTables `json:"tables"`

	sources map[string]*Source
}

type originalCase struct {
	Original string          `json:"original"`
	Picture  string          `json:"picture"`
	Size     [2]int          `json:"size"`
	Steps    json.RawMessage `json:"steps"`
	Draws    []Draw          `json:"draws"`
	Want     string          `json:"want"`

	pixels []byte // RGB
}

// Channels of 8 bits. A result that is rounded once, or truncated where the
// original rounds, is off by up to one; two such steps by two.
const (
	closeMean, closeMost = 0.5, 2
	// Where the original is known to differ in kind (see the README).
	alikeMean, alikeMost = 8, 96
)

func TestOriginals(t *testing.T) {
	o := readOriginals(t)
	table := map[string]*difference{}
	for i, c := range o.Cases {
		t.Run(fmt.Sprintf("%03d %s", i, c.Original), func(t *testing.T) {
			d := c.compare(t, o.sources[c.Picture])
			if table[c.Original] == nil {
				table[c.Original] = &difference{}
			}
			table[c.Original].add(d)
			if !d.within(c.Want) {
				t.Errorf("%s %s %s: want %s", c.Picture, c.Steps, d, c.Want)
			}
		})
	}
	names := make([]string, 0, len(table))
	for name := range table {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		t.Logf("%-60s %s", name, table[name])
	}
}

// compare applies the case's recipe with its drawn values.
func (c originalCase) compare(t *testing.T, src *Source) difference {
	t.Helper()
	r, err := recipe.ParseJSON(fmt.Appendf(nil, `{"v":1,"size":[%d,%d],"steps":%s}`, c.Size[0], c.Size[1], c.Steps))
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewNRGBA(image.Rect(0, 0, c.Size[0], c.Size[1]))
	if err := compile(t, r).ApplyDrawn(img, src, c.Draws); err != nil {
		t.Fatal(err)
	}
	return differ(img, c.pixels)
}

// difference is that of the channels of results.
type difference struct {
	cases, most, at int
	mean            float64 // the largest of the cases'
}

func differ(img *image.NRGBA, want []byte) difference {
	d := difference{cases: 1}
	sum := 0
	for i, w := range want {
		g := int(img.Pix[i/3*4+i%3])
		n := max(g-int(w), int(w)-g)
		if sum += n; n > d.most {
			d.most, d.at = n, i
		}
	}
	d.mean = float64(sum) / float64(len(want))
	return d
}

func (d *difference) add(e difference) {
	d.cases, d.most, d.mean = d.cases+e.cases, max(d.most, e.most), max(d.mean, e.mean)
}

func (d difference) within(want string) bool {
	switch want {
	case "exact":
		return d.most == 0
	case "close":
		return d.mean <= closeMean && d.most <= closeMost
	case "alike":
		return d.mean <= alikeMean && d.most <= alikeMost
	}
	return false
}

func (d difference) String() string {
	return fmt.Sprintf("%3d cases: mean %.3f, most %d", d.cases, d.mean, d.most)
}

func readOriginals(t *testing.T) *originals {
	t.Helper()
	index, err := os.ReadFile(filepath.Join("testdata", "originals", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	o := &originals{sources: map[string]*Source{}}
	if err := json.Unmarshal(index, o); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join("testdata", "originals", "pixels.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	pixels, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	take := func(size [2]int) []byte {
		n := 3 * size[0] * size[1]
		if n < 3 || n > len(pixels) {
			t.Fatalf("%d bytes of pixels are left, want %d", len(pixels), n)
		}
		head := pixels[:n]
		pixels = pixels[n:]
		return head
	}
	for _, p := range o.Pictures {
		img := image.NewNRGBA(image.Rect(0, 0, p.Size[0], p.Size[1]))
		for i, v := range take(p.Size) {
			img.Pix[i/3*4+i%3], img.Pix[i/3*4+3] = v, 255
		}
		o.sources[p.Name] = NewSource(picture(img))
	}
	for i := range o.Cases {
		o.Cases[i].pixels = take(o.Cases[i].Size)
	}
	if len(pixels) > 0 {
		t.Fatalf("%d bytes of pixels are of no case", len(pixels))
	}
	return o
}
