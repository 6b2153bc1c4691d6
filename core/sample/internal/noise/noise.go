// Package noise is smooth noise and random draws, the same on every platform:
// no generator of the standard library, no function that has an assembly form.
package noise

import "math"

// Rand is a stream of pseudo-random numbers (splitmix64). The zero value is a
// valid stream.
type Rand struct{ state uint64 }

// New returns the stream of seed.
func New(seed uint64) *Rand { return &Rand{seed} }

// Mix folds b into a; good for deriving the seed of one picture of many.
func Mix(a, b uint64) uint64 {
	r := Rand{a ^ (b+1)*0x9e3779b97f4a7c15}
	return r.Uint64()
}

// Uint64 returns the next 64 bits.
func (r *Rand) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Float returns the next number in [0, 1).
func (r *Rand) Float() float64 { return float64(r.Uint64()>>11) / (1 << 53) }

// In returns the next number in [lo, hi).
func (r *Rand) In(lo, hi float64) float64 { return lo + float64(r.Float()*(hi-lo)) }

// Intn returns the next integer in [0, n).
func (r *Rand) Intn(n int) int { return int(r.Uint64() % uint64(n)) }

// Bell draws from a hump about 0 that ends at three times spread.
func (r *Rand) Bell(spread float64) float64 {
	return float64(spread*(r.Float()+r.Float()+r.Float()-1.5)) * 2
}

// Chance is true with probability p.
func (r *Rand) Chance(p float64) bool { return r.Float() < p }

// lattice holds the values at the grid's corners; the grid repeats after 256.
var lattice = func() (t [256]float32) {
	r := New(2024)
	for i := range t {
		t[i] = float32(r.Float())
	}
	return t
}()

var shuffle = func() (t [512]uint8) {
	r := New(7)
	for i := 0; i < 256; i++ {
		t[i] = uint8(i)
	}
	for i := 255; i > 0; i-- {
		j := r.Intn(i + 1)
		t[i], t[j] = t[j], t[i]
	}
	copy(t[256:], t[:256])
	return t
}()

func split(x float64) (cell int, rest float64) {
	f := math.Floor(x)
	rest = x - f
	return int(f) & 255, float64(rest*rest) * (3 - float64(2*rest))
}

func corner2(ix, iy int) float64 {
	return float64(lattice[shuffle[int(shuffle[ix&255])+iy&255]])
}

func lerp(a, b, t float64) float64 { return a + float64((b-a)*t) }

// At2 returns smooth noise in [0, 1] with features about one unit wide.
func At2(x, y float64) float64 {
	ix, fx := split(x)
	iy, fy := split(y)
	top := lerp(corner2(ix, iy), corner2(ix+1, iy), fx)
	bottom := lerp(corner2(ix, iy+1), corner2(ix+1, iy+1), fx)
	return lerp(top, bottom, fy)
}

// At3 is At2 in space.
func At3(x, y, z float64) float64 {
	iz, fz := split(z)
	o0, o1 := int(shuffle[iz]), int(shuffle[(iz+1)&255])
	ix, fx := split(x)
	iy, fy := split(y)
	at := func(o int) float64 {
		top := lerp(corner2(ix+o, iy), corner2(ix+1+o, iy), fx)
		bottom := lerp(corner2(ix+o, iy+1), corner2(ix+1+o, iy+1), fx)
		return lerp(top, bottom, fy)
	}
	return lerp(at(o0), at(o1), fz)
}

// Sum2 adds octaves of At2, each twice as fine and half as strong; in [0, 1].
func Sum2(x, y float64, octaves int) float64 {
	sum, weight, total := 0.0, 1.0, 0.0
	for range octaves {
		sum += float64(weight * At2(x, y))
		total += weight
		weight *= 0.5
		x, y = float64(x*2)+17.3, float64(y*2)+9.1
	}
	return sum / total
}

// Sum3 is Sum2 in space.
func Sum3(x, y, z float64, octaves int) float64 {
	sum, weight, total := 0.0, 1.0, 0.0
	for range octaves {
		sum += float64(weight * At3(x, y, z))
		total += weight
		weight *= 0.5
		x, y, z = float64(x*2)+17.3, float64(y*2)+9.1, float64(z*2)+4.7
	}
	return sum / total
}
