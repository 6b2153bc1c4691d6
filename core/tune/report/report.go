package report

import (
	"cmp"
	"encoding/hex"
	"math"
	"slices"

	"graft/core/api"
	"graft/core/dataset"
)

// What a report is made of.
type (
	Report      = api.Report
	ClassReport = api.ClassReport
	Verdict     = api.Verdict
	Guess       = api.ClassGuess
	FeatureMap  = api.FeatureMap
	Point       = api.MapPoint
)

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
	count(r, classes)
	r.Mistakes = mistakes(r.Pictures)
	r.Collapsed = collapsed(r.Confusion)
	r.Map = mapFeatures(pictures)
	return r
}

// guesses returns the likeliest classes, the first of equals first.
func guesses(p []float32) []Guess {
	all := make([]Guess, len(p))
	for i, v := range p {
		all[i] = Guess{Class: i, P: v}
	}
	slices.SortStableFunc(all, func(a, b Guess) int { return cmp.Compare(b.P, a.P) })
	return slices.Clone(all[:min(len(all), guessesKept)])
}

// count fills in what follows from the confusion matrix.
func count(r *Report, classes []string) {
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
