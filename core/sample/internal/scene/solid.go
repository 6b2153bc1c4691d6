package scene

import (
	"math"

	"graft/core/sample/internal/ease"
)

// Distances to solids: negative inside, exact or a little short outside, so
// that a ray may step by them. After Inigo Quilez's articles on distance
// functions.

func ball(p, c vec, r float64) float64 { return p.sub(c).len() - r }

func ellipsoid(p, c, r vec) float64 {
	q := p.sub(c)
	k0 := vec{q.x / r.x, q.y / r.y, q.z / r.z}.len()
	k1 := vec{q.x / (r.x * r.x), q.y / (r.y * r.y), q.z / (r.z * r.z)}.len()
	if k1 == 0 {
		return -min(r.x, r.y, r.z)
	}
	return k0 * (k0 - 1) / k1
}

// limb is a capsule from a to b whose radius goes from ra to rb.
func limb(p, a, b vec, ra, rb float64) float64 {
	pa, ba := p.sub(a), b.sub(a)
	t := ease.Clamp(pa.dot(ba)/ba.dot(ba), 0, 1)
	return pa.sub(ba.by(t)).len() - mix(ra, rb, t)
}

// block is a box of half sizes h with edges rounded by r.
func block(p, c, h vec, r float64) float64 {
	q := p.sub(c)
	d := vec{math.Abs(q.x) - h.x + r, math.Abs(q.y) - h.y + r, math.Abs(q.z) - h.z + r}
	out := vec{max(d.x, 0), max(d.y, 0), max(d.z, 0)}
	return out.len() + min(max(d.x, d.y, d.z), 0) - r
}

// drum is an upright cylinder whose radius goes from r0 at y0 to r1 at y1,
// edges rounded by e.
func drum(p, c vec, y0, y1, r0, r1, e float64) float64 {
	q := p.sub(c)
	t := ease.Clamp((q.y-y0)/(y1-y0), 0, 1)
	slope := (r1 - r0) / (y1 - y0)
	lean := 1 / math.Sqrt(1+slope*slope)
	dx := (math.Hypot(q.x, q.z)-mix(r0, r1, t))*lean + e
	dy := math.Abs(q.y-(y0+y1)/2) - (y1-y0)/2 + e
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - e
}

// ring is a torus about the axis n, with radii big and small.
func ring(p, c, n vec, big, small float64) float64 {
	q := p.sub(c)
	h := q.dot(n)
	flat := q.sub(n.by(h)).len()
	return math.Hypot(flat-big, h) - small
}

// blend joins two solids with a fillet about k wide.
func blend(a, b, k float64) float64 {
	h := max(k-math.Abs(a-b), 0) / k
	return min(a, b) - h*h*k*0.25
}

// carve takes b out of a with a soft edge.
func carve(a, b, k float64) float64 { return -blend(-a, b, k) }

// curve returns n+1 points of the Catmull-Rom curve through pts.
func curve(pts []vec, n int) []vec {
	out := make([]vec, 0, n+1)
	last := len(pts) - 1
	for i := 0; i <= n; i++ {
		u := float64(i) / float64(n) * float64(last)
		k := min(int(u), last-1)
		t := u - float64(k)
		p0, p1, p2, p3 := pts[max(k-1, 0)], pts[k], pts[k+1], pts[min(k+2, last)]
		out = append(out, p1.by(2).
			add(p2.sub(p0).by(t)).
			add(p0.by(2).sub(p1.by(5)).add(p2.by(4)).sub(p3).by(t*t)).
			add(p1.by(3).sub(p0).sub(p2.by(3)).add(p3).by(t*t*t)).by(0.5))
	}
	return out
}

// rope is a chain of limbs along pts; along is where on it p is nearest, 0..1.
func rope(p vec, pts []vec, radius func(along float64) float64) (d, along float64) {
	d = math.Inf(1)
	n := float64(len(pts) - 1)
	for i := 0; i+1 < len(pts); i++ {
		pa, ba := p.sub(pts[i]), pts[i+1].sub(pts[i])
		t := ease.Clamp(pa.dot(ba)/ba.dot(ba), 0, 1)
		u := (float64(i) + t) / n
		if e := pa.sub(ba.by(t)).len() - radius(u); e < d {
			d, along = e, u
		}
	}
	return d, along
}
