package report

import (
	"cmp"
	"encoding/hex"
	"math"
	"slices"

	"graft/core/dataset"
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
	Confusion [][]int       `json:"confusion"` // [true class][predicted class]
	Pictures  []Verdict     `json:"pictures"`  // every validation picture
	Mistakes  []int         `json:"mistakes"`  // indices into Pictures, the most confident first
	Map       *FeatureMap   `json:"map,omitempty"`

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
	Path    string  `json:"path"`
	Digest  string  `json:"digest"` // SHA-256 of its bytes, hexadecimal
	Class   int     `json:"class"`  // what it is
	Guesses []Guess `json:"guesses"`
}

// Guess is a class and its probability.
type Guess struct {
	Class int     `json:"class"`
	P     float32 `json:"p"`
}

const (
	guessesKept  = 5   // of each picture, the likeliest
	mistakesKept = 500 // the most confident
)

// Picture is a picture with what the network makes of it.
type Picture struct {
	Item          dataset.Item
	Features      []float32 // features of its plain view
	Probabilities []float32 // probability of each class; nil for a training picture
}

// New returns the report on pictures, of which those with probabilities
// were held out.
func New(classes []string, pictures []Picture) *Report {
	r := &Report{Confusion: make([][]int, len(classes)), Pictures: []Verdict{}, Mistakes: []int{}}
	for i := range r.Confusion {
		r.Confusion[i] = make([]int, len(classes))
	}
	for _, j := range pictures {
		if j.Probabilities == nil {
			continue
		}
		v := Verdict{
			Path: j.Item.Path, Digest: hex.EncodeToString(j.Item.Digest[:]), Class: j.Item.Class, Guesses: guesses(j.Probabilities),
		}
		r.Confusion[v.Class][v.Guesses[0].Class]++
		r.Pictures = append(r.Pictures, v)
	}
	r.count(classes)
	r.Mistakes = mistakes(r.Pictures)
	r.Collapsed = collapsed(r.Confusion)
	r.Map = mapFeatures(pictures)
	return r
}

// guesses returns the likeliest classes, the first of equals first.
func guesses(p []float32) []Guess {
	all := make([]Guess, len(p))
	for i, v := range p {
		all[i] = Guess{i, v}
	}
	slices.SortStableFunc(all, func(a, b Guess) int { return cmp.Compare(b.P, a.P) })
	return slices.Clone(all[:min(len(all), guessesKept)])
}

// count fills in what follows from the confusion matrix.
func (r *Report) count(classes []string) {
	seen, largest, sumF1 := 0, 0, 0.0
	for c, name := range classes {
		k := ClassReport{Name: name}
		for other := range classes {
			k.Support += r.Confusion[c][other]
			k.Predicted += r.Confusion[other][c]
		}
		right := r.Confusion[c][c]
		k.Precision, k.Recall = share(right, k.Predicted), share(right, k.Support)
		k.F1 = share(2*right, k.Predicted+k.Support)
		r.Classes = append(r.Classes, k)
		r.Count += k.Support
		r.Correct += right
		largest = max(largest, k.Support)
		if k.Support > 0 {
			seen++
			sumF1 += k.F1
		}
	}
	r.Accuracy, r.Baseline = share(r.Correct, r.Count), share(largest, r.Count)
	r.Interval[0], r.Interval[1] = wilson(r.Correct, r.Count)
	if seen > 0 {
		r.MacroF1 = sumF1 / float64(seen)
	}
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// mistakes returns the indices of the pictures that were taken for something
// else, the surest first.
func mistakes(pictures []Verdict) []int {
	wrong := []int{}
	for i, v := range pictures {
		if v.Guesses[0].Class != v.Class {
			wrong = append(wrong, i)
		}
	}
	slices.SortStableFunc(wrong, func(a, b int) int {
		return cmp.Compare(pictures[b].Guesses[0].P, pictures[a].Guesses[0].P)
	})
	return wrong[:min(len(wrong), mistakesKept)]
}

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// wilson returns the 95 % score interval of a share of right out of n (Wilson,
// JASA 22, 1927): unlike p ± 2σ it holds for few pictures and at 0 and 1.
func wilson(right, n int) (lo, hi float64) {
	if n == 0 {
		return 0, 1
	}
	p, m, z2 := float64(right)/float64(n), float64(n), z95*z95
	middle := p + z2/(2*m)
	half := z95 * math.Sqrt(p*(1-p)/m+z2/(4*m*m))
	return max(0, (middle-half)/(1+z2/m)), min(1, (middle+half)/(1+z2/m))
}

// collapsed returns the one class that all pictures are taken for, though they
// are of several, or nil.
func collapsed(confusion [][]int) *int {
	said, shown, only := 0, 0, 0
	for c, row := range confusion {
		of, as := 0, 0
		for other := range row {
			of += row[other]
			as += confusion[other][c]
		}
		if of > 0 {
			shown++
		}
		if as > 0 {
			said, only = said+1, c
		}
	}
	if said != 1 || shown < 2 {
		return nil
	}
	return &only
}
