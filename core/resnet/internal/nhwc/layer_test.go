package nhwc

import (
	"math"
	"math/rand/v2"
	"testing"
)

// kernels are the ways of computing a tile that this machine has.
func kernels(t testing.TB, run func(t *testing.T)) {
	tt := t.(*testing.T)
	for _, k := range variants() {
		restore := k.use()
		tt.Run(k.name, run)
		restore()
	}
}

// direct is a convolution by its definition, in float64.
func direct(in *Plane, l *Layer, kernel, bias []float32, n, y, x, o int) float64 {
	sum := float64(bias[o])
	for c := range l.In {
		for ky := range l.Kernel {
			for kx := range l.Kernel {
				iy, ix := y*l.Stride+ky-l.Pad, x*l.Stride+kx-l.Pad
				if iy < 0 || ix < 0 || iy >= in.Height || ix >= in.Width {
					continue
				}
				sum += float64(kernel[((o*l.In+c)*l.Kernel+ky)*l.Kernel+kx]) * float64(in.data[in.at(n, iy, ix)+c])
			}
		}
	}
	return sum
}

func fill(p *Plane, r *rand.Rand) {
	for i := range p.Pictures {
		for y := range p.Height {
			for x := range p.Width {
				at := p.at(i, y, x)
				for c := range p.Channels {
					p.data[at+c] = float32(r.NormFloat64())
				}
			}
		}
	}
}

func random(n int, r *rand.Rand) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = float32(r.NormFloat64())
	}
	return list
}

func TestApply(t *testing.T) {
	kernels(t, func(t *testing.T) {
		for _, tc := range []struct {
			in, out, kernel, stride, pad, size, pictures int
			add, relu                                    bool
		}{
			{64, 64, 1, 1, 0, 14, 1, false, false},
			{64, 32, 1, 1, 0, 14, 2, true, true},
			{32, 64, 3, 1, 1, 14, 1, false, true},
			{32, 96, 3, 1, 1, 7, 3, true, true},
			{32, 32, 3, 2, 1, 16, 2, false, true},
			{512, 32, 1, 2, 0, 8, 1, false, false},
			{1024, 32, 1, 1, 0, 3, 1, true, true},
			{3, 64, 7, 2, 3, 32, 1, false, true},
			{5, 32, 3, 1, 1, 1, 1, true, false},
		} {
			r := rand.New(rand.NewPCG(1, 2))
			k, bias := random(tc.in*tc.out*tc.kernel*tc.kernel, r), random(tc.out, r)
			l, err := NewLayer(tc.in, tc.out, tc.kernel, tc.stride, tc.pad, k, bias)
			if err != nil {
				t.Fatal(err)
			}
			side := (tc.size+2*tc.pad-tc.kernel)/tc.stride + 1
			in, out := NewPlane(tc.pictures, tc.size, tc.size, tc.in, tc.pad), NewPlane(tc.pictures, side, side, tc.out, 1)
			fill(in, r)
			s := Step{ReLU: tc.relu}
			if tc.add {
				s.Add = NewPlane(tc.pictures, side, side, tc.out, 0)
				fill(s.Add, r)
			}
			if err := l.Fits(in, out, s); err != nil {
				t.Fatal(err)
			}
			n := Groups(out, tc.pictures)
			l.Apply(in, out, s, 0, n/3)
			l.Apply(in, out, s, n/3, n)
			check(t, tc, in, out, l, s, k, bias)
		}
	})
}

func check(t *testing.T, tc any, in, out *Plane, l *Layer, s Step, k, bias []float32) {
	t.Helper()
	worst := 0.0
	for n := range out.Pictures {
		for y := range out.Height {
			for x := range out.Width {
				for o := range out.Channels {
					want := direct(in, l, k, bias, n, y, x, o)
					if s.Add != nil {
						want += float64(s.Add.data[s.Add.at(n, y, x)+o])
					}
					if s.ReLU {
						want = max(want, 0)
					}
					worst = max(worst, math.Abs(want-float64(out.data[out.at(n, y, x)+o])))
				}
			}
		}
	}
	if !(worst < 1e-3) {
		t.Errorf("%+v: differs by up to %g from the definition", tc, worst)
	}
	for n := range out.Pictures {
		for x := -1; x <= out.Width; x++ {
			for o := range out.Channels {
				if out.data[out.at(n, -1, x)+o] != 0 || out.data[out.at(n, out.Height, x)+o] != 0 {
					t.Fatalf("%+v: the border was written to", tc)
				}
			}
		}
	}
}
