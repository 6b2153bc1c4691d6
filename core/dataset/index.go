package dataset

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"graft/core/disk"
)

// indexName is the file in an imported folder that says what is in it.
const indexName = "dataset.json"

type index struct {
	V       int         `json:"v"`
	Classes []Class     `json:"classes"`
	Items   []indexItem `json:"items"`
	Skipped []Skipped   `json:"skipped"`
}

type indexItem struct {
	Path   string `json:"path"`
	File   string `json:"file"` // below the folder, with slashes
	Class  int    `json:"class"`
	Digest string `json:"digest"`
}

// save writes the index of d, whose files lie below dir, and waits for the disk.
func (d *Dataset) save(dir string) error {
	x := index{V: 1, Classes: d.Classes, Skipped: d.Summary().Skipped, Items: []indexItem{}}
	for _, it := range d.Items {
		rel, err := filepath.Rel(dir, it.File)
		if err != nil {
			return fmt.Errorf("dataset: save: %w", err)
		}
		x.Items = append(x.Items, indexItem{it.Path, filepath.ToSlash(rel), it.Class, hex.EncodeToString(it.Digest[:])})
	}
	data, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("dataset: save: %w", err)
	}
	if err := disk.Create(filepath.Join(dir, indexName), data); err != nil {
		return fmt.Errorf("dataset: save: %w", err)
	}
	return nil
}

// Open reads what Import wrote. The pictures themselves are not touched.
func Open(dir string) (*Dataset, error) {
	data, err := os.ReadFile(filepath.Join(dir, indexName))
	if err != nil {
		return nil, fmt.Errorf("dataset: open: %w", err)
	}
	d, err := parseIndex(data, dir)
	if err != nil {
		return nil, fmt.Errorf("dataset: open %s: %w", filepath.Join(dir, indexName), err)
	}
	return d, nil
}

func parseIndex(data []byte, dir string) (*Dataset, error) {
	var x index
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&x); err != nil {
		return nil, err
	}
	if x.V != 1 {
		return nil, fmt.Errorf("version %d: want 1", x.V)
	}
	d := &Dataset{Classes: x.Classes, Skipped: x.Skipped}
	counts := make([]int, len(x.Classes))
	for i, it := range x.Items {
		digest, err := hex.DecodeString(it.Digest)
		switch {
		case err != nil || len(digest) != 32:
			return nil, fmt.Errorf("item %d: digest %q: want 64 hexadecimal digits", i, it.Digest)
		case it.Class < 0 || it.Class >= len(x.Classes):
			return nil, fmt.Errorf("item %d: class %d: want 0 to %d", i, it.Class, len(x.Classes)-1)
		case !filepath.IsLocal(filepath.FromSlash(it.File)):
			return nil, fmt.Errorf("item %d: file %q: want one below the folder", i, it.File)
		}
		counts[it.Class]++
		d.Items = append(d.Items, Item{it.Path, filepath.Join(dir, filepath.FromSlash(it.File)), it.Class, [32]byte(digest)})
	}
	for i, c := range x.Classes {
		if counts[i] != c.Count {
			return nil, fmt.Errorf("class %q: %d items: want %d", c.Name, counts[i], c.Count)
		}
	}
	return d, nil
}
