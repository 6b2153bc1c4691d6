package tune

import (
	"slices"

	"graft/core/dataset"
	"graft/core/fault"
	"graft/core/head"
	"graft/core/tune/internal/network"
	"graft/core/tune/report"
)

// sets are the feature vectors to train on and to validate with.
type sets struct {
	f          *featureSet
	classes    int
	train, val []example
	scale      network.Scaling
	top        *head.Top // between features and dense layer, nil for none

	pictures []report.Picture // each once, with the features of its plain view
	heldOut  []bool           // which of them are for validation
}

// sets makes the training and the validation set of what could be read, and
// notes in res what could not.
func (f *featureSet) sets(train, val []dataset.Item, res *Result) (*sets, error) {
	s := &sets{f: f, classes: len(res.Classes)}
	perClass := make([]int, s.classes)
	var lost error
	for _, it := range train {
		u := f.index[it.Digest]
		if u.err != nil {
			res.skip(it, u.err)
			lost = u.err
			continue
		}
		perClass[it.Class]++
		res.TrainCount++
		s.add(it, f.vector(u, plainView), false)
		for view := plainView; view < u.views; view++ {
			s.train = append(s.train, f.example(u, it.Class, view))
		}
	}
	for c, n := range perClass {
		if n == 0 {
			return nil, noPicture.Err(res.Classes[c], orNone(lost))
		}
	}
	for _, it := range val {
		u := f.index[it.Digest]
		if u.err != nil {
			res.skip(it, u.err)
			continue
		}
		res.ValCount++
		s.add(it, f.vector(u, plainView), true)
		s.val = append(s.val, f.example(u, it.Class, plainView))
	}
	if len(s.val) == 0 {
		return nil, noValidation.Err(len(train) + len(val))
	}
	res.warnAmbiguous(train, val)
	return s, nil
}

func (f *featureSet) example(u *unit, class, view int) example {
	x := f.vector(u, view)
	return example{x: x, z: x, label: f.mixer.label(u, class, view), unit: u, view: view}
}

func (s *sets) add(it dataset.Item, x []float32, heldOut bool) {
	s.pictures = append(s.pictures, report.Picture{Item: it, Features: x})
	s.heldOut = append(s.heldOut, heldOut)
}

func orNone(err error) error {
	if err == nil {
		return emptyClass.Err()
	}
	return err
}

// warnAmbiguous warns of pictures that are in several classes.
func (res *Result) warnAmbiguous(train, val []dataset.Item) {
	classes := make(map[[32]byte]int)
	ambiguous := make(map[[32]byte]bool)
	for _, it := range slices.Concat(train, val) {
		if c, seen := classes[it.Digest]; seen && c != it.Class {
			ambiguous[it.Digest] = true
		}
		classes[it.Digest] = it.Class
	}
	if n := len(ambiguous); n > 0 {
		res.warn(warnAmbiguous, n)
	}
}

func (res *Result) skip(it dataset.Item, err error) {
	s := dataset.SkippedFor(it.Path, err)
	s.Reason = err.Error()
	res.Skipped = append(res.Skipped, s)
}

func (res *Result) warn(kind *fault.Kind, values ...any) {
	w := kind.Err(values...).Wire()
	res.Warnings, res.Faults = append(res.Warnings, w.Error), append(res.Faults, w)
}
