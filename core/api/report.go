package api

import (
	"cmp"
	"fmt"
	"slices"
)

// Report says how good a head is and where it fails, from the pictures that
// were held out. Shares are 0 to 1. Classes are indices into the run's classes.
type Report struct {
	Count    int     `json:"count"`   // validation pictures
	Correct  int     `json:"correct"` // of them, taken for what they are
	Accuracy float64 `json:"accuracy"`

	// Interval is Wilson's 95 % score interval of the accuracy: what accuracy on
	// many more pictures like these would not surprise.
	Interval [2]float64 `json:"interval"`

	// Baseline is the accuracy of always saying the class that most validation
	// pictures are of.
	Baseline float64 `json:"baseline"`

	MacroF1   float64       `json:"macro_f1"` // mean F1 of the classes that have validation pictures
	Classes   []ClassReport `json:"classes"`
	Confusion [][]int       `json:"confusion"`    // [true class][predicted class]
	Pictures  []Verdict     `json:"pictures"`     // every validation picture
	Mistakes  []int         `json:"mistakes"`     // indices into Pictures, the most confident first
	Map       FeatureMap    `json:"map,omitzero"` // no points: there is none

	// Collapsed is the class that every validation picture is taken for, though
	// they are of several; nil if it is not so.
	Collapsed *int `json:"collapsed,omitempty"`

	// Weights are what the head belongs to: the name and the digest of the weight set
	// of the backbone.
	Weights       string `json:"weights,omitempty"`
	WeightsDigest string `json:"weights_digest,omitempty"`
}

// ClassReport is how well one class is told apart.
type ClassReport struct {
	Name      string  `json:"name"`
	Support   int     `json:"support"`   // validation pictures of the class
	Predicted int     `json:"predicted"` // validation pictures taken for the class
	Precision float64 `json:"precision"` // of those taken for it, the share that are of it; 0 if there are none
	Recall    float64 `json:"recall"`    // of those of it, the share taken for it; 0 if there are none
	F1        float64 `json:"f1"`        // harmonic mean of the two; 0 if both are
}

// Verdict is what the head says of one validation picture.
type Verdict struct {
	Path    string       `json:"path"`
	Digest  string       `json:"digest"`  // SHA-256 of its bytes, hexadecimal
	Class   int          `json:"class"`   // what it is
	Guesses []ClassGuess `json:"guesses"` // the likeliest first, at least one
}

// ClassGuess is a class, as an index, and its probability.
type ClassGuess struct {
	Class int     `json:"class"`
	P     float32 `json:"p"`
}

// FeatureMap shows the features of the plain view of every picture in two
// dimensions, so that what is near is alike to the network: the first two
// principal components, in units of the features.
type FeatureMap struct {
	// Explained is the share of the features' variance that lies along each of
	// the two axes.
	Explained [2]float64 `json:"explained"`
	Points    []MapPoint `json:"points"`
}

// MapPoint is a picture on the map.
type MapPoint struct {
	Path    string  `json:"path"`
	Digest  string  `json:"digest"`
	Class   int     `json:"class"`
	HeldOut bool    `json:"held_out"` // a validation picture
	X       float32 `json:"x"`
	Y       float32 `json:"y"`
}

// Check fails if the report names a class or a picture that it does not have.
func (r *Report) Check() error {
	n := len(r.Classes)
	within := func(c int) bool { return c >= 0 && c < n }
	if len(r.Confusion) != n {
		return fmt.Errorf("api: report: confusion of %d classes: want %d", len(r.Confusion), n)
	}
	for _, v := range r.Pictures {
		ok := within(v.Class) && len(v.Guesses) > 0
		for _, g := range v.Guesses {
			ok = ok && within(g.Class)
		}
		if !ok {
			return fmt.Errorf("api: report: picture %s: a class out of range", v.Path)
		}
	}
	for _, i := range r.Mistakes {
		if i < 0 || i >= len(r.Pictures) {
			return fmt.Errorf("api: report: mistake %d: want less than %d", i, len(r.Pictures))
		}
	}
	for _, p := range r.Map.Points {
		if !within(p.Class) {
			return fmt.Errorf("api: report: point %s: a class out of range", p.Path)
		}
	}
	return nil
}

// Cell returns the pictures of class is that were taken for as, the surest first.
func (r *Report) Cell(is, as int) []Verdict {
	var list []Verdict
	for _, v := range r.Pictures {
		if v.Class == is && v.Guesses[0].Class == as {
			list = append(list, v)
		}
	}
	slices.SortStableFunc(list, func(a, b Verdict) int { return cmp.Compare(b.Guesses[0].P, a.Guesses[0].P) })
	return list
}

// Verdict returns what was said of a picture; false for one that was trained on.
func (r *Report) Verdict(digest string) (Verdict, bool) {
	for _, v := range r.Pictures {
		if v.Digest == digest {
			return v, true
		}
	}
	return Verdict{}, false
}
