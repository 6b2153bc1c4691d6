package augment

import (
	"image"
	"math"
	"strings"
	"testing"
)

// originalTables are what the originals say in numbers.
type originalTables struct {
	RandAugment    map[string]originalBins `json:"rand_augment"`
	TrivialAugment map[string]originalBins `json:"trivial_augment"`
	AutoAugment    map[string]originalBins `json:"auto_augment"`
	ImageNetPolicy [][2]struct {
		Op  string  `json:"op"`
		P   float64 `json:"p"`
		Bin int     `json:"bin"`
	} `json:"imagenet_policy"`
	CutMix []struct {
		Size     [2]int  `json:"size"`
		Lambda   float64 `json:"lambda"`
		X        int     `json:"x"`
		Y        int     `json:"y"`
		Box      [4]int  `json:"box"`
		Adjusted float64 `json:"adjusted"`
	} `json:"cut_mix"`
	Noise []struct {
		Op     string             `json:"op"`
		Values map[string]float64 `json:"values"`
		Level  uint8              `json:"level"`
		Mean   float64            `json:"mean"`
		Stddev float64            `json:"stddev"`
	} `json:"noise"`
}

type originalBins struct {
	Signed     bool      `json:"signed"`
	Magnitudes []float64 `json:"magnitudes"`
}

// policyOpCalled returns the index in policyOps of what torchvision calls name.
func policyOpCalled(t *testing.T, name string) int {
	t.Helper()
	for i, o := range policyOps {
		if strings.EqualFold(strings.ReplaceAll(o.name, "_", ""), name) {
			return i
		}
	}
	t.Fatalf("no policy has %q", name)
	return 0
}

// The magnitudes are torchvision's, to the precision of its float32.
func TestPolicyTables(t *testing.T) {
	o := readOriginals(t).Tables
	at := frame{w: 224, h: 160}
	for _, tc := range []struct {
		policy string
		bins   map[string]originalBins
		ours   func(op, i, n int) float64
	}{
		{"RandAugment", o.RandAugment, func(op, i, n int) float64 { return randMagnitude(op, i, n, at) }},
		{"TrivialAugmentWide", o.TrivialAugment, func(op, i, n int) float64 { return magnitude(op, i, n, trivialMost[op]) }},
		{"AutoAugment", o.AutoAugment, func(op, i, n int) float64 { return randMagnitude(op, i, n, at) }},
	} {
		if tc.policy != "AutoAugment" && len(tc.bins) != randOps {
			t.Errorf("%s has %d operations, want %d", tc.policy, len(tc.bins), randOps)
		}
		for name, b := range tc.bins {
			op := policyOpCalled(t, name)
			if policyOps[op].signed != b.Signed {
				t.Errorf("%s %s: signed is %v, want %v", tc.policy, name, policyOps[op].signed, b.Signed)
			}
			for i, want := range b.Magnitudes {
				if got := tc.ours(op, i, len(b.Magnitudes)); math.Abs(got-want) > 1e-6*max(1, want) {
					t.Errorf("%s %s: magnitude %d = %g, want %g", tc.policy, name, i, got, want)
				}
			}
		}
	}
	if len(o.ImageNetPolicy) != len(imageNetPolicy) {
		t.Fatalf("%d pairs, want %d", len(imageNetPolicy), len(o.ImageNetPolicy))
	}
	for i, pair := range o.ImageNetPolicy {
		for k, want := range pair {
			if got := imageNetPolicy[i][k]; got.op != policyOpCalled(t, want.Op) || got.p != want.P || got.bin != want.Bin {
				t.Errorf("AutoAugment pair %d: %+v, want %+v", i, got, want)
			}
		}
	}
}

func TestCutMixBoxes(t *testing.T) {
	for _, tc := range readOriginals(t).Tables.CutMix {
		d := &drawn{values: values{tc.Lambda, float64(tc.X), float64(tc.Y)}}
		m := cutMix(d, frame{w: tc.Size[0], h: tc.Size[1]})
		want := image.Rect(tc.Box[0], tc.Box[1], tc.Box[2], tc.Box[3])
		if m.Box.Empty() && want.Empty() {
			m.Box = want
		}
		if m.Box != want || math.Abs(m.Lambda-tc.Adjusted) > 1e-6 {
			t.Errorf("%+v: box %v, λ %g, want %v, %g", tc, m.Box, m.Lambda, want, tc.Adjusted)
		}
	}
}

// Noise is distributed as Albumentations' is, cut off at both ends of the scale
// as there. Its own deviation is 1.5 % below what it is asked for.
func TestNoiseDistribution(t *testing.T) {
	for _, tc := range readOriginals(t).Tables.Noise {
		const side = 300
		r := with(side, side, stepOf(t, tc.Op, nil))
		dst := image.NewNRGBA(image.Rect(0, 0, side, side))
		err := compile(t, r).ApplyDrawn(dst, NewSource(grey(1, tc.Level)), []Draw{{Op: tc.Op, Applied: true, Values: tc.Values, View: 3}})
		if err != nil {
			t.Fatal(err)
		}
		var x []float64
		for i, v := range dst.Pix {
			if i%4 != 3 {
				x = append(x, float64(v))
			}
		}
		mean, deviation := moments(x)
		if math.Abs(mean-tc.Mean) > 0.5+4*tc.Stddev/side || math.Abs(deviation/tc.Stddev-1) > 0.03 {
			t.Errorf("%s on %d: mean %.2f, deviation %.2f, want %.2f, %.2f", tc.Op, tc.Level, mean, deviation, tc.Mean, tc.Stddev)
		}
	}
	if n := len(readOriginals(t).Tables.Noise); n != 8 {
		t.Errorf("%d distributions, want 8", n)
	}
}
