package featurecache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Drop removes from the cache in dir what belongs to the owners that gone names.
// Runs under way keep what they have taken from it. A cache that is not there has
// nothing to remove.
func Drop(dir string, gone func(owner string) bool) error {
	all, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("featurecache: %w", err)
	}
	var segments []string
	for _, d := range all {
		if isStore(d.Name(), slices.Concat(FeatureKinds, MapKinds)) { // else somebody else's
			segments = append(segments, segmentsOf(filepath.Join(dir, d.Name()))...)
		}
	}
	var faults []error
	for _, name := range segments {
		owner, _, _ := strings.Cut(filepath.Base(name), "-")
		if !strings.Contains(filepath.Base(name), "-") {
			owner = "" // from before there were owners
		}
		if !gone(owner) {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func isStore(name string, kinds []string) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(name, kind) })
}

// Tidy removes the stores of the cache in dir that hold nothing. No run may be
// using it.
func Tidy(dir string) error {
	all, _ := Stores(dir, slices.Concat(FeatureKinds, MapKinds))
	for _, s := range all {
		if s.size > 0 {
			continue
		}
		files, err := os.ReadDir(s.dir)
		if err == nil && len(files) == 0 {
			err = os.Remove(s.dir)
		}
		if err != nil {
			return fmt.Errorf("featurecache: %w", err)
		}
	}
	return nil
}
