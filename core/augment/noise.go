package augment

import "math"

// gaussianNoise adds normal noise of standard deviation values[0] to each
// channel of each pixel and saturates, as Albumentations' GaussNoise does.
func gaussianNoise(d *drawn, _ int, r, g, b []float32) {
	sigma := float32(d.values[0])
	var buf [3 * noiseChunk]float32
	for x := 0; x < len(r); x += noiseChunk {
		n := min(noiseChunk, len(r)-x)
		d.stream.normals(buf[:3*n])
		cr, cg, cb := r[x:x+n], g[x:x+n], b[x:x+n]
		for i := range cr {
			z := buf[3*i : 3*i+3 : 3*i+3]
			cr[i] = unitClamp(cr[i] + float32(z[0]*sigma))
			cg[i] = unitClamp(cg[i] + float32(z[1]*sigma))
			cb[i] = unitClamp(cb[i] + float32(z[2]*sigma))
		}
	}
}

// noiseChunk is how many pixels' noise is drawn at a time, kept on the stack.
const noiseChunk = 64

// The ziggurat of Marsaglia and Tsang in Doornik's form (ZIGNOR, 2005): 128
// layers of equal area; 98.8 % of the draws take one random word and one product.
const (
	zigLayers = 128
	zigEdge   = 3.442619855899
	zigArea   = 9.91256303526217e-3
)

type ziggurat struct {
	x     [zigLayers + 1]float64
	ratio [zigLayers]float64 // x[i+1] / x[i]
}

var zig = newZiggurat()

func newZiggurat() *ziggurat {
	z := new(ziggurat)
	f := bell(zigEdge)
	z.x[0] = zigArea / f
	z.x[1] = zigEdge
	for i := 2; i < zigLayers; i++ {
		z.x[i] = math.Sqrt(-2 * log(zigArea/z.x[i-1]+f))
		f = bell(z.x[i])
	}
	for i := range z.ratio {
		z.ratio[i] = z.x[i+1] / z.x[i]
	}
	return z
}

func bell(x float64) float64 { return exp(-float64(x*x) / 2) }

// normals fills out with numbers from the standard normal distribution. The
// stream is kept in registers but for the one draw in 80 that needs more.
func (s *stream) normals(out []float32) {
	t := *s
	for k := range out {
		var word uint64
		t, word = t.advanced()
		i := word & (zigLayers - 1)
		u := zigUnit(word)
		if abs64(u) < zig.ratio[i] {
			out[k] = float32(u * zig.x[i])
			continue
		}
		*s = t
		out[k] = s.normalSlow(i, u)
		t = *s
	}
	*s = t
}

// zigUnit maps the 53 highest bits of a word to [-1, 1).
func zigUnit(word uint64) float64 {
	return float64(int64(word)>>11) * (1.0 / (1 << 52))
}

func abs64(x float64) float64 { return math.Float64frombits(math.Float64bits(x) &^ (1 << 63)) }

// normalSlow goes on from a draw u that fell into the rim of layer i.
func (s *stream) normalSlow(i uint64, u float64) float32 {
	for {
		if i == 0 {
			return s.normalTail(u < 0)
		}
		x := float64(u * zig.x[i])
		f0, f1 := bell(zig.x[i]), bell(zig.x[i+1])
		if f0+float64(s.unit()*(f1-f0)) < bell(x) {
			return float32(x)
		}
		word := s.next()
		i, u = word&(zigLayers-1), zigUnit(word)
		if abs64(u) < zig.ratio[i] {
			return float32(u * zig.x[i])
		}
	}
}

// normalTail draws beyond the last layer (Marsaglia, 1964).
func (s *stream) normalTail(negative bool) float32 {
	for {
		x := -log(1-s.unit()) / zigEdge
		y := -log(1 - s.unit())
		if 2*y >= float64(x*x) {
			if negative {
				return float32(-zigEdge - x)
			}
			return float32(zigEdge + x)
		}
	}
}
