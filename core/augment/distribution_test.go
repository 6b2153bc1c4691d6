package augment

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"graft/core/imagefile"
	"graft/core/recipe"
)

// The seeds are fixed, so these either always pass or always fail. Each bound
// is one that a right implementation would exceed less than once in 10⁴ seeds.
const draws = 4000

// uniform lists the values that are drawn evenly, at their defaults.
var uniform = []struct {
	op, value string
	lo, hi    float64
}{
	{"rotation", "degrees", -20, 20}, {"width_shift", "fraction", -0.1, 0.1}, {"height_shift", "fraction", -0.1, 0.1},
	{"shear", "degrees", -10, 10}, {"zoom", "x", 0.8, 1.2}, {"zoom", "y", 0.8, 1.2}, {"brightness", "factor", 0.5, 1.5},
	{"contrast", "factor", 0.7, 1.3}, {"saturation", "factor", 0.6, 1.4}, {"hue", "delta", -0.05, 0.05},
	{"gaussian_noise", "stddev", 0.02, 0.08}, {"gaussian_blur", "sigma", 0.1, 2},
	{"scale", "factor", 0.8, 1.2}, {"brightness_delta", "delta", -0.2, 0.2}, {"gamma", "gamma", 0.7, 1.5},
	{"channel_shift", "levels", -50, 50}, {"solarize", "threshold", 96, 192}, {"salt_and_pepper", "amount", 0.01, 0.06},
	{"sharpen", "factor", 1.2, 3},
}

func TestUniform(t *testing.T) {
	src := NewSource(grey(1, 9))
	for _, tc := range uniform {
		t.Run(tc.op+" "+tc.value, func(t *testing.T) {
			x := drawMany(t, stepOf(t, tc.op, nil), tc.value, src)
			sort.Float64s(x)
			if x[0] < tc.lo || x[len(x)-1] > tc.hi {
				t.Errorf("from %g to %g, want %g to %g", x[0], x[len(x)-1], tc.lo, tc.hi)
			}
			width := tc.hi - tc.lo
			mean, deviation := moments(x)
			if got, want := mean, (tc.lo+tc.hi)/2; math.Abs(got-want) > 4*width/math.Sqrt(12*draws) {
				t.Errorf("mean %g, want %g", got, want)
			}
			if got, want := deviation, width/math.Sqrt(12); math.Abs(got/want-1) > 0.03 {
				t.Errorf("standard deviation %g, want %g", got, want)
			}
			// Kolmogorov and Smirnov's distance from the even distribution.
			if d := distance(x, func(v float64) float64 { return (v - tc.lo) / width }); d > 2.2/math.Sqrt(draws) {
				t.Errorf("distance %g from even", d)
			}
		})
	}
}

// drawMany returns a value in the views from 0.
func drawMany(t *testing.T, s recipe.Step, value string, src *Source) []float64 {
	t.Helper()
	p := compile(t, with(9, 9, s))
	var x []float64
	for view := range draws {
		d := p.Draws(src, view)[0]
		if v, ok := d.Values[value]; ok {
			x = append(x, v)
		} else if d.Applied {
			t.Fatalf("%s draws no %q", s.Op, value)
		}
	}
	return x
}

func moments(x []float64) (mean, deviation float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		deviation += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(deviation / float64(len(x)))
}

// distance returns the largest difference between the share of sorted x below a
// value and what it should be.
func distance(x []float64, share func(float64) float64) float64 {
	d := 0.0
	for i, v := range x {
		n, s := float64(len(x)), share(v)
		d = max(d, s-float64(i)/n, float64(i+1)/n-s)
	}
	return d
}

// between2 returns the same for two samples, sorted.
func between2(x, y []float64) float64 {
	d, i, j := 0.0, 0, 0
	for i < len(x) && j < len(y) {
		v := min(x[i], y[j])
		for i < len(x) && x[i] == v {
			i++
		}
		for j < len(y) && y[j] == v {
			j++
		}
		d = max(d, math.Abs(float64(i)/float64(len(x))-float64(j)/float64(len(y))))
	}
	return d
}

// torchvisionBox is get_params of RandomResizedCrop and, with strict, of
// RandomErasing, as they read in Python, on another random source.
func torchvisionBox(rng *rand.Rand, scale, ratio [2]float64, w, h int, strict bool) (box [4]float64, ok bool) {
	within := func(b [2]float64) float64 { return b[0] + (b[1]-b[0])*rng.Float64() }
	for range 10 {
		area := float64(w*h) * within(scale)
		aspect := math.Exp(within([2]float64{math.Log(ratio[0]), math.Log(ratio[1])}))
		bw := int(math.RoundToEven(math.Sqrt(area * aspect)))
		bh := int(math.RoundToEven(math.Sqrt(area / aspect)))
		fits := bw > 0 && bw <= w && bh > 0 && bh <= h
		if strict {
			fits = bw < w && bh < h && bw > 0 && bh > 0
		}
		if fits {
			y, x := rng.IntN(h-bh+1), rng.IntN(w-bw+1)
			return [4]float64{float64(x), float64(y), float64(bw), float64(bh)}, true
		}
	}
	return box, false
}

// Boxes are distributed as torchvision's are, sides and places.
func TestBoxDistribution(t *testing.T) {
	const w, h = 120, 70
	src := NewSource(synthetic(w, h))
	for _, tc := range []struct {
		op           string
		scale, ratio [2]float64
		strict       bool
	}{
		{"resized_crop", [2]float64{0.08, 1}, [2]float64{3.0 / 4, 4.0 / 3}, false},
		{"resized_crop", [2]float64{0.3, 0.6}, [2]float64{0.5, 2}, false},
		{"erase", [2]float64{0.02, 0.33}, [2]float64{0.3, 3.3}, true},
	} {
		s := stepOf(t, tc.op, set{"scale": recipe.Range(tc.scale[0], tc.scale[1]), "ratio": recipe.Range(tc.ratio[0], tc.ratio[1])})
		rng := rand.New(rand.NewPCG(1, 2))
		var want [4][]float64
		for range 5 * draws {
			if b, ok := torchvisionBox(rng, tc.scale, tc.ratio, w, h, tc.strict); ok {
				for i := range want {
					want[i] = append(want[i], b[i])
				}
			}
		}
		p := compile(t, with(w, h, s))
		var got [4][]float64
		for view := range draws {
			d := p.Draws(src, view)[0]
			if d.Applied {
				for i, name := range boxNames {
					got[i] = append(got[i], d.Values[name])
				}
			}
		}
		for i, name := range boxNames {
			sort.Float64s(got[i])
			sort.Float64s(want[i])
			n, m := float64(len(got[i])), float64(len(want[i]))
			if d, most := between2(got[i], want[i]), 2.2*math.Sqrt(1/n+1/m); n < 0.9*draws || d > most {
				t.Errorf("%s %v: %s of %g boxes is %g from torchvision's, want at most %g", tc.op, tc.scale, name, n, d, most)
			}
		}
	}
}

// Whole numbers come as often as they should.
func TestWholeNumbers(t *testing.T) {
	even := func(lo, hi int) map[float64]float64 {
		m := map[float64]float64{}
		for v := lo; v <= hi; v++ {
			m[float64(v)] = 1 / float64(hi-lo+1)
		}
		return m
	}
	src := NewSource(synthetic(40, 30))
	small := set{"width": recipe.Number(30), "height": recipe.Number(26)}
	// Of 0…4 and a sign, as ImageDataGenerator draws it: 0 has both.
	shift := map[float64]float64{0: 0.2, 1: 0.1, -1: 0.1, 2: 0.1, -2: 0.1, 3: 0.1, -3: 0.1, 4: 0.1, -4: 0.1}
	for _, tc := range []struct {
		step  recipe.Step
		value string
		want  map[float64]float64
	}{
		{stepOf(t, "posterize", nil), "bits", even(3, 6)},
		{stepOf(t, "jpeg_quality", nil), "quality", even(20, 80)},
		{stepOf(t, "channel_dropout", nil), "channel", even(0, 2)},
		{stepOf(t, "random_crop", small), "x", even(0, 10)},
		{stepOf(t, "random_crop", small), "y", even(0, 4)},
		{stepOf(t, "pixel_shift", nil), "x", shift},
		{stepOf(t, "pixel_shift", nil), "y", shift},
	} {
		count := map[float64]int{}
		for _, v := range drawMany(t, tc.step, tc.value, src) {
			count[v]++
		}
		chi := 0.0
		for v, p := range tc.want {
			d := float64(count[v]) - p*draws
			chi += d * d / (p * draws)
			delete(count, v)
		}
		free := float64(len(tc.want) - 1)
		if len(count) > 0 || chi > free+5*math.Sqrt(2*free) {
			t.Errorf("%s %s: chi-square %g of %g, and %v besides", tc.step.Op, tc.value, chi, free, count)
		}
	}
}

// What is drawn for one picture, view, step, seed or value says nothing about
// what is drawn for another.
func TestIndependence(t *testing.T) {
	rot, hue, zoom := stepOf(t, "rotation", nil), stepOf(t, "hue", nil), stepOf(t, "zoom", nil)
	r := with(9, 9, rot, hue, rot, zoom)
	other := r.Clone()
	other.Seed++
	a, b := compile(t, r), compile(t, other)
	one := NewSource(grey(1, 9))
	values := map[string][]float64{}
	put := func(name string, d Draw, value string) { values[name] = append(values[name], d.Values[value]) }
	for i := range draws {
		d := a.Draws(one, i)
		put("rotation", d[0], "degrees")
		put("hue", d[1], "delta")
		put("second rotation", d[2], "degrees")
		put("zoom x", d[3], "x")
		put("zoom y", d[3], "y")
		put("next view", a.Draws(one, i+1)[0], "degrees")
		put("the view below zero", a.Draws(one, -1-i)[0], "degrees")
		put("next seed", b.Draws(one, i)[0], "degrees")
		put("another picture", a.Draws(pictureNumber(i), i)[0], "degrees")
		put("next picture", a.Draws(pictureNumber(i+1), i+1)[0], "degrees")
		put("same view, next picture", a.Draws(pictureNumber(i+1), 0)[0], "degrees")
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, x := range names {
		for _, y := range names[:i] {
			if c := correlation(values[x], values[y]); math.Abs(c) > 4.5/math.Sqrt(draws) {
				t.Errorf("%s and %s: correlation %g", x, y, c)
			}
			// 63 degrees of freedom: mean 63, standard deviation 11.2.
			if c := chiSquare(values[x], values[y]); c > 63+5*11.2 {
				t.Errorf("%s and %s: chi-square %g on an 8×8 grid", x, y, c)
			}
		}
	}
}

// TestEveryDraw holds all values of all operations to what no draw may break:
// they stay within their limits, their means over the views of one picture and
// over many pictures are the same, and neither says anything about the next.
func TestEveryDraw(t *testing.T) {
	img := synthetic(40, 30).Image
	pictures := make([]*Source, draws/2)
	for i := range pictures {
		pictures[i] = NewSource(&imagefile.Picture{Image: img, Digest: sha256.Sum256(fmt.Append(nil, i))})
	}
	for _, o := range recipe.Ops() {
		if o.Kind == recipe.Batch {
			continue // TestMixes
		}
		p := compile(t, with(24, 18, stepOf(t, o.Name, nil)))
		for k, name := range operations[o.Name].names {
			if name == "" {
				continue
			}
			limits := drawnLimits[o.Name][k]
			views, others := make([]float64, 0, draws/2), make([]float64, 0, draws/2)
			for i, other := range pictures {
				a, b := p.Draws(pictures[0], i)[0], p.Draws(other, 0)[0]
				if !a.Applied || !b.Applied { // no box found room
					continue
				}
				views, others = append(views, a.Values[name]), append(others, b.Values[name])
			}
			for _, v := range append(views, others...) {
				if v < limits.lo || v > limits.hi || limits.integer && v != math.Trunc(v) {
					t.Fatalf("%s %s: %g, want %v", o.Name, name, v, limits)
				}
			}
			checkSeries(t, o.Name+" "+name, views, others)
		}
	}
}

// checkSeries compares what is drawn for the views of a picture and for pictures.
func checkSeries(t *testing.T, what string, views, others []float64) {
	m1, s1 := moments(views)
	m2, s2 := moments(others)
	if slices.Max(views) == slices.Min(views) && slices.Equal(views, others) {
		return // given, not drawn
	}
	n := math.Sqrt(float64(len(views)))
	if math.Abs(m1-m2) > 5*math.Hypot(s1, s2)/n || math.Abs(s1-s2) > 0.12*max(s1, s2) {
		t.Errorf("%s: mean %g and deviation %g over views, %g and %g over pictures", what, m1, s1, m2, s2)
	}
	for name, c := range map[string]float64{
		"a view and the next":        correlation(views[1:], views[:len(views)-1]),
		"a picture and the next":     correlation(others[1:], others[:len(others)-1]),
		"the views and the pictures": correlation(views[1:], others[1:]),
	} {
		if math.Abs(c) > 5/n {
			t.Errorf("%s: correlation %g between %s", what, c, name)
		}
	}
}

// pictureNumber returns one of many pictures of which only the digest counts.
func pictureNumber(i int) *Source {
	p := grey(1, 9)
	return NewSource(&imagefile.Picture{Image: p.Image, Digest: sha256.Sum256(fmt.Append(nil, i))})
}

func correlation(x, y []float64) float64 {
	mx, sx := moments(x)
	my, sy := moments(y)
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	return sum / float64(len(x)) / (sx * sy)
}

// chiSquare counts pairs of ranks on an 8×8 grid, which independent draws fill
// evenly.
func chiSquare(x, y []float64) float64 {
	var count [8][8]int
	rx, ry := ranks(x), ranks(y)
	for i := range rx {
		count[rx[i]*8/len(x)][ry[i]*8/len(x)]++
	}
	want := float64(len(x)) / 64
	sum := 0.0
	for _, row := range count {
		for _, n := range row {
			sum += (float64(n) - want) * (float64(n) - want) / want
		}
	}
	return sum
}

func ranks(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return x[order[i]] < x[order[j]] })
	out := make([]int, len(x))
	for rank, i := range order {
		out[i] = rank
	}
	return out
}
