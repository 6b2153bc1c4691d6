package scene

import "math"

// vec is a point or direction (x right, y up, z towards the viewer) or a
// colour (linear red, green, blue).
type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec           { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec           { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) mul(b vec) vec           { return vec{a.x * b.x, a.y * b.y, a.z * b.z} }
func (a vec) by(k float64) vec        { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) dot(b vec) float64       { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) len() float64            { return math.Sqrt(a.dot(a)) }
func (a vec) unit() vec               { return a.by(1 / a.len()) }
func (a vec) to(b vec, t float64) vec { return a.add(b.sub(a).by(t)) }
func (a vec) cross(b vec) vec {
	return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

// turn is a rotation by its three rows.
type turn [3]vec

func (m turn) of(p vec) vec { return vec{m[0].dot(p), m[1].dot(p), m[2].dot(p)} }

// back is the inverse rotation.
func (m turn) back(p vec) vec {
	return m[0].by(p.x).add(m[1].by(p.y)).add(m[2].by(p.z))
}

// facing returns the rotation into a frame whose z axis is yawed right and
// pitched down, then rolled, in degrees.
func facing(yawDeg, pitchDeg, rollDeg float64) turn {
	sy, cy := math.Sincos(yawDeg * math.Pi / 180)
	sp, cp := math.Sincos(pitchDeg * math.Pi / 180)
	sr, cr := math.Sincos(rollDeg * math.Pi / 180)
	x, z := vec{cy, 0, -sy}, vec{sy * cp, sp, cy * cp}
	y := z.cross(x)
	return turn{x.by(cr).add(y.by(sr)), y.by(cr).sub(x.by(sr)), z}
}

func mix(a, b, t float64) float64 { return a + (b-a)*t }
