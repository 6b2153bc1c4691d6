package chart

import (
	"math"
	"strconv"
	"strings"
)

// scale maps values to pixels along one axis.
type scale struct {
	Lo, Hi   float64 // values at the ends
	From, To float64 // pixels at the ends
}

// at returns the pixel of a value; values outside are held at the ends.
func (s scale) at(v float64) float64 {
	if s.Hi == s.Lo {
		return s.From
	}
	t := math.Max(0, math.Min(1, (v-s.Lo)/(s.Hi-s.Lo)))
	return s.From + t*(s.To-s.From)
}

// ticks returns round values that cover lo to hi in about n steps of 1, 2 or 5
// times a power of ten. The first is at most lo and the last at least hi.
func ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) {
		hi = lo + 1
	}
	raw := (hi - lo) / float64(max(n, 1))
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * power
	for _, m := range []float64{1, 2, 5} {
		if raw <= m*power*(1+1e-9) {
			step = m * power
			break
		}
	}
	var list []float64
	first := math.Floor(lo/step + 1e-9)
	for i := first; ; i++ {
		v := i * step
		list = append(list, math.Round(v/step*1e6)/1e6*step)
		if v >= hi-step*1e-9 {
			return list
		}
	}
}

// epochTicks returns at most n whole numbers within 1 to last, among them both
// ends where there is room.
func epochTicks(last, n int) []int {
	if last <= 1 {
		return []int{1}
	}
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = s; last/s <= n {
			break
		}
	}
	list := []int{1}
	for v := step; v <= last; v += step {
		if v > 1 {
			list = append(list, v)
		}
	}
	if end := list[len(list)-1]; end != last {
		if last-end < (step+1)/2 && len(list) > 1 {
			list = list[:len(list)-1]
		}
		list = append(list, last)
	}
	return list
}

// TickLabel writes a tick without needless zeros.
func TickLabel(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}

// Series is one line of a chart: a value for each epoch.
type Series struct {
	Name   string
	Class  string // of the line, for its colour and dashes
	Values []float64
}

// path writes an SVG path through the values, x running over epochs. Gaps
// (values that are not finite) are left out.
func (s Series) path(x, y scale) string {
	var b strings.Builder
	pen := "M"
	for i, v := range s.Values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			pen = "M"
			continue
		}
		b.WriteString(pen + Pixel(x.at(float64(i+1))) + " " + Pixel(y.at(v)))
		pen = "L"
	}
	return b.String()
}

// Pixel writes a place in a drawing, to a tenth.
func Pixel(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// bounds returns the least and the greatest finite value.
func bounds(all []Series) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, s := range all {
		for _, v := range s.Values {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				lo, hi = math.Min(lo, v), math.Max(hi, v)
			}
		}
	}
	if lo > hi {
		return 0, 1
	}
	return lo, hi
}
