package outline

import (
	"math"
	"strconv"
	"strings"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// Blob is an outline around a middle that sees all of it: how far it is in each
// direction. Wings are blobs.
type Blob struct {
	X, Y float64 // the middle
	far  [blobSteps + 1]float64
}

const blobSteps = 96

// New returns the smooth closed outline through points such as "3,40 20,7", in
// hundredths, each moved by up to about loose of its way from the middle.
func New(r *noise.Rand, text string, loose float64) *Blob {
	var line []Point
	for pair := range strings.FieldsSeq(text) {
		x, y, _ := strings.Cut(pair, ",")
		line = append(line, Point{Number(x) / 100, Number(y) / 100})
	}
	b := &Blob{}
	for _, p := range line {
		b.X += p.X / float64(len(line))
		b.Y += p.Y / float64(len(line))
	}
	for i, p := range line {
		k := 1 + r.Bell(loose)
		line[i] = Point{float64((p.X - b.X) * k), float64((p.Y - b.Y) * k)}
	}
	line = Along(line, true, 6)
	for i := range b.far {
		b.far[i] = reachOf(line, float64(i)*2*math.Pi/blobSteps)
	}
	return b
}

// reachOf returns how far the outline is in a direction.
func reachOf(line []Point, angle float64) float64 {
	sin, cos := math.Sincos(angle)
	far := 0.0
	for i := range len(line) - 1 {
		a, b := line[i], line[i+1]
		// How far across the ray each end is, and how far along it.
		ca, cb := float64(a.Y*cos)-float64(a.X*sin), float64(b.Y*cos)-float64(b.X*sin)
		if (ca > 0) == (cb > 0) {
			continue
		}
		t := ca / (ca - cb)
		la, lb := float64(a.X*cos)+float64(a.Y*sin), float64(b.X*cos)+float64(b.Y*sin)
		far = max(far, la+float64(t*(lb-la)))
	}
	return max(far, 0.01)
}

// Dist is the distance to the outline, negative inside: about right near it.
func (b *Blob) Dist(x, y float64) float64 {
	x, y = x-b.X, y-b.Y
	a := math.Atan2(y, x) * blobSteps / (2 * math.Pi)
	if a < 0 {
		a += blobSteps
	}
	i := min(int(a), blobSteps-1)
	far := b.far[i] + float64((b.far[i+1]-b.far[i])*(a-float64(i)))
	slope := (b.far[i+1] - b.far[i]) * blobSteps / (2 * math.Pi) / far
	return (canvas.Length(x, y) - far) / math.Sqrt(1+min(float64(slope*slope), 8))
}

// Reach is the radius of a circle about the plane's (0, 0) that holds the outline.
func (b *Blob) Reach() float64 {
	most := 0.0
	for _, f := range b.far {
		most = max(most, f)
	}
	return most + canvas.Length(b.X, b.Y)
}

// Limb is a leg or feeler along a line in p's plane, from thick at its beginning to
// thin at its end. colour is told how far from the beginning it is.
type Limb struct {
	Line        []Point
	Thick, Thin float64
	Tall, Gloss float64
	Hairy       float64
	Colour      func(far float64) canvas.RGB
}

func (l Limb) Draw(c *canvas.Canvas, p canvas.Pose) {
	var mid Point
	n := len(l.Line)
	for _, q := range l.Line {
		mid.X += q.X / float64(n)
		mid.Y += q.Y / float64(n)
	}
	reach := 0.0
	for _, q := range l.Line {
		reach = max(reach, canvas.Length(q.X-mid.X, q.Y-mid.Y))
	}
	first := Point{l.Line[0].X - mid.X, l.Line[0].Y - mid.Y}
	c.Put(canvas.Solid{
		Reach: reach + l.Thick + l.Hairy, Tall: l.Tall, Gloss: l.Gloss, Sharp: 4,
		Dist:   func(x, y float64) float64 { return l.dist(x+mid.X, y+mid.Y) },
		Rise:   canvas.Dome(l.Thick),
		Colour: func(x, y, _ float64) canvas.RGB { return l.Colour(canvas.Length(x-first.X, y-first.Y)) },
	}, p.In(mid.X, mid.Y, 0, 1))
}

func (l Limb) dist(x, y float64) float64 {
	best := math.Inf(1)
	n := len(l.Line) - 1
	for i := range n {
		a, b := l.Line[i], l.Line[i+1]
		dx, dy := b.X-a.X, b.Y-a.Y
		t := canvas.Clamp((float64((x-a.X)*dx)+float64((y-a.Y)*dy))/max(float64(dx*dx)+float64(dy*dy), 1e-9), 0, 1)
		width := l.Thick + float64((l.Thin-l.Thick)*(float64(i)+t))/float64(n)
		best = min(best, canvas.Length(x-a.X-float64(t*dx), y-a.Y-float64(t*dy))-width)
	}
	if l.Hairy > 0 && best < l.Hairy {
		best -= l.Hairy * noise.At2(x*70, y*70)
	}
	return best
}

// Step is the point at a distance from p in a direction (radians).
func Step(p Point, angle, far float64) Point {
	s, k := math.Sincos(angle)
	return Point{p.X + float64(far*k), p.Y + float64(far*s)}
}

// Cast darkens the ground where the shadow of something that floats above it falls.
func Cast(c *canvas.Canvas, p canvas.Pose, dist func(x, y float64) float64, reach, height, dark float64) {
	k := height / c.Light[2]
	p.X -= c.Light[0] * k
	p.Y -= c.Light[1] * k
	soft := 0.02 + 0.3*height
	c.Put(canvas.Solid{
		Reach:  reach + soft,
		Dist:   func(x, y float64) float64 { return dist(x, y) - soft },
		Rise:   func(float64) float64 { return 0 },
		Colour: func(_, _, _ float64) canvas.RGB { return canvas.RGB{} },
		Alpha:  func(_, _, depth float64) float64 { return dark * canvas.Smooth(0, 2*soft, depth) },
	}, p)
}

// Point of a line in the box of hands, or on the paper.
type Point struct{ X, Y float64 }

// Number of a text that TestHandsAreWellFormed has checked.
func Number(text string) float64 {
	n, _ := strconv.Atoi(text)
	return float64(n)
}

// Along returns points of the smooth curve through those given, steps to each.
func Along(p []Point, closed bool, steps int) []Point {
	n := len(p)
	at := func(i int) Point {
		if closed {
			return p[(i+n)%n]
		}
		return p[min(max(i, 0), n-1)]
	}
	spans := n - 1
	if closed {
		spans = n
	}
	line := make([]Point, 0, spans*steps+1)
	for i := range spans {
		for k := range steps {
			t := float64(k) / float64(steps)
			a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
			line = append(line, Point{between(a.X, b.X, c.X, d.X, t), between(a.Y, b.Y, c.Y, d.Y, t)})
		}
	}
	return append(line, at(spans))
}

// between is Catmull and Rom's cubic from b to c.
func between(a, b, c, d, t float64) float64 {
	k1, k2, k3 := c-a, 2*a-5*b+4*c-d, 3*b-3*c+d-a
	return b + float64(0.5*t*(k1+float64(t*(k2+float64(t*k3)))))
}
