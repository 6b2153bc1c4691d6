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
		addNoise(r[x:x+n], g[x:x+n], b[x:x+n], buf[:3*n], sigma)
	}
}

// addNoise adds z, for red, green and blue in turn, times sigma.
func addNoise(r, g, b, z []float32, sigma float32) {
	g, b, z = g[:len(r)], b[:len(r)], z[:3*len(r)]
	for i := vectorNoise(r, g, b, z, sigma); i < len(r); i++ {
		z := z[3*i : 3*i+3 : 3*i+3]
		r[i] = unitClamp(r[i] + float32(z[0]*sigma))
		g[i] = unitClamp(g[i] + float32(z[1]*sigma))
		b[i] = unitClamp(b[i] + float32(z[2]*sigma))
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
	bell  [zigLayers + 1]float64 // at x
	ratio [zigLayers]float64     // x[i+1] / x[i]
	// For the draws that are inside a layer, as integers of 53 bits with sign:
	// the first that is not, and what makes a number of one.
	quick [zigLayers]struct {
		limit int64
		scale float64
	}
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
	for i, x := range z.x {
		z.bell[i] = bell(x)
	}
	for i := range z.ratio {
		z.ratio[i] = z.x[i+1] / z.x[i]
		z.quick[i].limit = int64(math.Ceil(float64(z.ratio[i] * (1 << 52))))
		z.quick[i].scale = float64(z.x[i] * (1.0 / (1 << 52)))
	}
	return z
}

func bell(x float64) float64 { return exp(-float64(x*x) / 2) }

// underBell is y < bell(x). An estimate that is right to ten digits, without
// the divisions of exp, decides all but a few in a thousand million.
func underBell(y, x float64) bool {
	estimate := quickExp(-float64(x*x) / 2)
	if d := y - estimate; abs64(d) > 1e-10 {
		return d < 0
	}
	return y < bell(x)
}

// quickExp returns e^x for −8 < x <= 0 with an error below 1e-12.
func quickExp(x float64) float64 {
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	r := x - float64(k*math.Ln2)
	sum := 1.0
	for n := len(inverse) - 1; n >= 1; n-- {
		sum = 1 + float64(float64(sum*r)*inverse[n])
	}
	return sum * math.Float64frombits(uint64(int64(k)+1023)<<52)
}

var inverse = [...]float64{0, 1, 1. / 2, 1. / 3, 1. / 4, 1. / 5, 1. / 6, 1. / 7, 1. / 8, 1. / 9, 1. / 10, 1. / 11}

// normals fills out with numbers from the standard normal distribution. The
// stream is kept in registers but for the one draw in 80 that needs more.
func (s *stream) normals(out []float32) {
	t := *s
	layers := &zig.quick
	for k := range out {
		var word uint64
		t, word = t.advanced()
		layer := &layers[word&(zigLayers-1)]
		n := int64(word) >> 11
		size := n ^ n>>63 // n, or -1-n below 0
		if size-n>>63 >= layer.limit {
			*s = t
			out[k] = s.normalSlow(word&(zigLayers-1), zigUnit(word))
			t = *s
			continue
		}
		out[k] = float32(float64(n) * layer.scale)
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
		f0, f1 := zig.bell[i], zig.bell[i+1]
		if underBell(f0+float64(s.unit()*(f1-f0)), x) {
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
