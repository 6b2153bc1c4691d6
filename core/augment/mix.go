package augment

import (
	"fmt"
	"image"
	"math"
)

// Mix is how a batch step mixes a view with another. Lambda is the share that
// the first picture has in the result and so in its label: the soft label is
// Lambda for the first's class and 1 − Lambda for the other's.
type Mix struct {
	Step    int             `json:"step"` // index in the recipe
	Op      string          `json:"op"`   // "mix_up" or "cut_mix"
	Applied bool            `json:"applied"`
	Lambda  float64         `json:"lambda"`
	Box     image.Rectangle `json:"box"` // where a cut_mix shows the other picture
}

// Mixes returns what the recipe's batch steps draw for a view of src, each from
// its own stream, in the recipe's order. They come after all other steps,
// wherever they stand.
func (p *Plan) Mixes(src *Source, view int) []Mix {
	out := make([]Mix, 0, len(p.mixes))
	at := p.frame(src)
	for i := range p.mixes {
		s := &p.mixes[i]
		d := drawn{op: s.op, stream: s.key.open(&src.digest, view)}
		d.applied = d.stream.unit() < s.p && s.op.draw(&s.par, &d.stream, at, &d.values)
		m := Mix{Lambda: 1}
		if d.applied {
			m = s.op.batch(&d, at)
		}
		m.Step, m.Op, m.Applied = s.index, s.name, d.applied
		out = append(out, m)
	}
	return out
}

// ApplyMixes writes view a mixed with b onto dst, which may be a, and returns a's
// share in the label. It fails where MixUp and CutMix do, and for a mix of another
// operation; dst is then what the mixes before it made.
func ApplyMixes(dst, a, b *image.NRGBA, mixes []Mix) (lambda float64, err error) {
	lambda = 1
	if _, err := CutMix(dst, a, b, image.Rectangle{}); err != nil {
		return 0, err
	}
	for _, m := range mixes {
		switch {
		case !m.Applied:
			continue
		case m.Op == "mix_up":
			err = MixUp(dst, dst, b, m.Lambda)
		case m.Op == "cut_mix":
			_, err = CutMix(dst, dst, b, m.Box)
		default:
			err = fmt.Errorf("augment: mix %.40q: want mix_up or cut_mix", m.Op)
		}
		if err != nil {
			return 0, err
		}
		lambda = float64(lambda * m.Lambda)
	}
	return lambda, nil
}

// MixUp writes lambda·a + (1 − lambda)·b onto dst, which may be either (Zhang et
// al., mixup, 2018). Lambda, in [0, 1] or taken for the nearer of these, counts in
// 1/65536; results are rounded to nearest. It fails if the three are not of one size.
func MixUp(dst, a, b *image.NRGBA, lambda float64) error {
	wa := uint32(math.Round(float64(min(max(lambda, 0), 1) * 65536)))
	wb := 65536 - wa
	return eachRow(dst, a, b, func(_ int, d, a, b []uint8) {
		for i := range d {
			d[i] = uint8((uint32(a[i])*wa + uint32(b[i])*wb + 32768) >> 16)
		}
	})
}

// CutMix writes a with b inside the box onto dst, which may be a (Yun et al.,
// CutMix, 2019), and returns a's share of the area. The box counts from the upper left
// pixel, whatever the bounds. It fails if the three are not of one size, or empty.
func CutMix(dst, a, b *image.NRGBA, box image.Rectangle) (lambda float64, err error) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	box = box.Intersect(image.Rect(0, 0, w, h))
	err = eachRow(dst, a, b, func(y int, d, a, b []uint8) {
		copy(d, a)
		if y >= box.Min.Y && y < box.Max.Y {
			copy(d[4*box.Min.X:4*box.Max.X], b[4*box.Min.X:4*box.Max.X])
		}
	})
	if err != nil {
		return 0, err
	}
	return 1 - float64(box.Dx()*box.Dy())/float64(w*h), nil
}

// eachRow calls f with the rows of three pictures of one size.
func eachRow(dst, a, b *image.NRGBA, f func(y int, d, a, b []uint8)) error {
	size := dst.Rect.Size()
	if a.Rect.Size() != size || b.Rect.Size() != size || dst.Rect.Empty() {
		return fmt.Errorf("augment: mix: pictures of %v and %v onto %v: want one size, not empty", a.Rect.Size(), b.Rect.Size(), size)
	}
	w, h := size.X, size.Y
	for y := range h {
		f(y, dst.Pix[y*dst.Stride:][:4*w], a.Pix[y*a.Stride:][:4*w], b.Pix[y*b.Stride:][:4*w])
	}
	return nil
}

// drawLambda draws λ from the beta distribution with both parameters alpha.
func drawLambda(a *params, s *stream, _ frame, v *values) bool {
	v[0] = s.beta(a[0])
	return true
}

func mixUp(d *drawn, _ frame) Mix { return Mix{Lambda: d.values[0]} }

// drawCutMix draws λ and the middle of the box.
func drawCutMix(a *params, s *stream, at frame, v *values) bool {
	v[0] = s.beta(a[0])
	v[1], v[2] = float64(s.below(at.w)), float64(s.below(at.h))
	return true
}

// cutMix is torchvision's: a box with √(1 − λ) of each side, cut off at the
// edges, and λ anew from what is left of it.
func cutMix(d *drawn, at frame) Mix {
	r := 0.5 * math.Sqrt(1-d.values[0])
	x, y := int(d.values[1]), int(d.values[2])
	dx, dy := int(float64(r*float64(at.w))), int(float64(r*float64(at.h)))
	box := image.Rect(x-dx, y-dy, x+dx, y+dy).Intersect(image.Rect(0, 0, at.w, at.h))
	return Mix{Lambda: 1 - float64(box.Dx()*box.Dy())/float64(at.w*at.h), Box: box}
}

// beta draws from the beta distribution with both parameters a, as the share
// that one of two gamma variates has in their sum.
func (s *stream) beta(a float64) float64 {
	x, y := s.logGamma(a), s.logGamma(a)
	return 1 / (1 + exp(min(y-x, 700)))
}

// logGamma returns the logarithm of a number drawn from the gamma distribution
// with shape a (Marsaglia and Tsang, 2000). The logarithm, because with a small
// shape the number itself is often too small for a float.
func (s *stream) logGamma(a float64) float64 {
	boost := 0.0
	if a < 1 {
		boost = log(1-s.unit()) / a
		a++
	}
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	var z [1]float32
	for {
		s.normals(z[:])
		x := float64(z[0])
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(float64(v*v) * v)
		u := 1 - s.unit()
		if log(u) < float64(x*x)/2+d-float64(d*v)+float64(d*log(v)) {
			return log(d) + log(v) + boost
		}
	}
}
