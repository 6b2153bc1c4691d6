package sample

import (
	"math"
	"strings"

	"graft/core/sample/internal/noise"
)

// blob is an outline around a middle that sees all of it: how far it is in each
// direction. Wings are blobs.
type blob struct {
	x, y float64 // the middle
	far  [blobSteps + 1]float64
}

const blobSteps = 96

// newBlob returns the smooth closed outline through points such as "3,40 20,7", in
// hundredths, each moved by up to about loose of its way from the middle.
func newBlob(r *noise.Rand, text string, loose float64) *blob {
	var line []point
	for pair := range strings.FieldsSeq(text) {
		x, y, _ := strings.Cut(pair, ",")
		line = append(line, point{number(x) / 100, number(y) / 100})
	}
	b := &blob{}
	for _, p := range line {
		b.x += p.x / float64(len(line))
		b.y += p.y / float64(len(line))
	}
	for i, p := range line {
		k := 1 + bell(r, loose)
		line[i] = point{float64((p.x - b.x) * k), float64((p.y - b.y) * k)}
	}
	line = along(line, true, 6)
	for i := range b.far {
		b.far[i] = reachOf(line, float64(i)*2*math.Pi/blobSteps)
	}
	return b
}

// reachOf returns how far the outline is in a direction.
func reachOf(line []point, angle float64) float64 {
	sin, cos := math.Sincos(angle)
	far := 0.0
	for i := range len(line) - 1 {
		a, b := line[i], line[i+1]
		// How far across the ray each end is, and how far along it.
		ca, cb := float64(a.y*cos)-float64(a.x*sin), float64(b.y*cos)-float64(b.x*sin)
		if (ca > 0) == (cb > 0) {
			continue
		}
		t := ca / (ca - cb)
		la, lb := float64(a.x*cos)+float64(a.y*sin), float64(b.x*cos)+float64(b.y*sin)
		far = max(far, la+float64(t*(lb-la)))
	}
	return max(far, 0.01)
}

// dist is the distance to the outline, negative inside: about right near it.
func (b *blob) dist(x, y float64) float64 {
	x, y = x-b.x, y-b.y
	a := math.Atan2(y, x) * blobSteps / (2 * math.Pi)
	if a < 0 {
		a += blobSteps
	}
	i := min(int(a), blobSteps-1)
	far := b.far[i] + float64((b.far[i+1]-b.far[i])*(a-float64(i)))
	slope := (b.far[i+1] - b.far[i]) * blobSteps / (2 * math.Pi) / far
	return (length(x, y) - far) / math.Sqrt(1+min(float64(slope*slope), 8))
}

// reach is the radius of a circle about the plane's (0, 0) that holds the outline.
func (b *blob) reach() float64 {
	most := 0.0
	for _, f := range b.far {
		most = max(most, f)
	}
	return most + length(b.x, b.y)
}

// limb is a leg or feeler along a line in p's plane, from thick at its beginning to
// thin at its end. colour is told how far from the beginning it is.
type limb struct {
	line        []point
	thick, thin float64
	tall, gloss float64
	hairy       float64
	colour      func(far float64) rgb
}

func (l limb) draw(c *canvas, p pose) {
	var mid point
	n := len(l.line)
	for _, q := range l.line {
		mid.x += q.x / float64(n)
		mid.y += q.y / float64(n)
	}
	reach := 0.0
	for _, q := range l.line {
		reach = max(reach, length(q.x-mid.x, q.y-mid.y))
	}
	first := point{l.line[0].x - mid.x, l.line[0].y - mid.y}
	c.put(solid{
		reach: reach + l.thick + l.hairy, tall: l.tall, gloss: l.gloss, sharp: 4,
		dist:   func(x, y float64) float64 { return l.dist(x+mid.x, y+mid.y) },
		rise:   dome(l.thick),
		colour: func(x, y, _ float64) rgb { return l.colour(length(x-first.x, y-first.y)) },
	}, p.in(mid.x, mid.y, 0, 1))
}

func (l limb) dist(x, y float64) float64 {
	best := math.Inf(1)
	n := len(l.line) - 1
	for i := range n {
		a, b := l.line[i], l.line[i+1]
		dx, dy := b.x-a.x, b.y-a.y
		t := clamp((float64((x-a.x)*dx)+float64((y-a.y)*dy))/max(float64(dx*dx)+float64(dy*dy), 1e-9), 0, 1)
		width := l.thick + float64((l.thin-l.thick)*(float64(i)+t))/float64(n)
		best = min(best, length(x-a.x-float64(t*dx), y-a.y-float64(t*dy))-width)
	}
	if l.hairy > 0 && best < l.hairy {
		best -= l.hairy * noise.At2(x*70, y*70)
	}
	return best
}

// step is the point at a distance from p in a direction (radians).
func step(p point, angle, far float64) point {
	s, k := math.Sincos(angle)
	return point{p.x + float64(far*k), p.y + float64(far*s)}
}

// cast darkens the ground where the shadow of something that floats above it falls.
func cast(c *canvas, p pose, dist func(x, y float64) float64, reach, height, dark float64) {
	k := height / c.light[2]
	p.x -= c.light[0] * k
	p.y -= c.light[1] * k
	soft := 0.02 + 0.3*height
	c.put(solid{
		reach:  reach + soft,
		dist:   func(x, y float64) float64 { return dist(x, y) - soft },
		rise:   func(float64) float64 { return 0 },
		colour: func(_, _, _ float64) rgb { return rgb{} },
		alpha:  func(_, _, depth float64) float64 { return dark * smooth(0, 2*soft, depth) },
	}, p)
}

// coats are the colours of animals; every kind of animal wears any of them.
var coats = []uint32{
	0x1c1a1c, 0x2a2024, 0x4a2c18, 0x6a4426, 0x8a5a2c, 0xa8481f, 0xc02a26, 0xd8842a, 0xe8c03a,
	0x4f7a2c, 0x2f8a4a, 0x1f6a6a, 0x2a4f9a, 0x3f7fc8, 0x5a3a7c, 0x9a3a5a, 0xd8cdb8, 0x8a8f94, 0xece8e0,
}

func coat(r *noise.Rand) rgb { return pick(r, coats...) }

// against is a coat that stands out from base.
func against(r *noise.Rand, base rgb) rgb {
	other := coat(r)
	for range 8 {
		if math.Abs(other.r-base.r)+math.Abs(other.g-base.g)+math.Abs(other.b-base.b) > 0.5 {
			return other
		}
		other = coat(r)
	}
	if base.r+base.g+base.b > 0.9 {
		return hex(0x1c1a1c)
	}
	return hex(0xece8e0)
}
