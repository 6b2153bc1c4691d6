package sample

import (
	"image"
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// digit writes a digit, white on black, as one of many hands would.
func digit(r *noise.Rand, size, value int) *image.Gray {
	ways := hands[value]
	h := newHand(r)
	lines := h.write(written(ways[r.Intn(len(ways))]), r)
	h.place(lines, r, float64(size))
	s := newSheet(size)
	for _, line := range lines {
		s.draw(line, h, r)
	}
	return s.develop(h, r)
}

// hand is how someone writes, and with what.
type hand struct {
	wobble     float64    // of each point, in hundredths of the height
	slant      float64    // sideways for each unit upwards
	wide       float64    // stretches x
	turn       float64    // radians
	warp       float64    // of the whole, smooth, in hundredths
	seed       float64    // of the noise that warps and of the ink
	pen        float64    // half the width of a stroke, as a share of the height
	nib        float64    // 1 for a round pen, less for a flat one
	sin, cos   float64    // of the nib's angle
	press      float64    // how much the width changes along a stroke
	taper      float64    // how much thinner a stroke ends
	ink        float64    // level of full ink, 0 to 1
	dry, grain float64    // how far the ink gives out, and how rough it is
	soft       float64    // blur, 0 to 1
	tall       float64    // height on the picture, as a share of its side
	off        [2]float64 // from the middle, as a share of the side
}

func newHand(r *noise.Rand) *hand {
	h := &hand{
		wobble: r.In(0.8, 3.4), slant: r.Bell(0.18) + 0.1, wide: r.In(0.72, 1.12), turn: r.Bell(0.1),
		warp: r.In(1, 8.5), seed: r.In(0, 200), pen: r.In(0.034, 0.072), nib: 1,
		press: r.In(0, 0.3), taper: r.In(0, 0.45), ink: r.In(0.84, 1), grain: r.In(0, 0.12), soft: r.In(0.15, 0.65),
		tall: r.In(0.64, 0.77), off: [2]float64{r.Bell(0.022), r.Bell(0.022)},
	}
	switch r.Intn(6) {
	case 0: // a flat pen, held at an angle
		h.nib, h.pen = r.In(0.35, 0.65), r.In(0.055, 0.08)
		h.taper = 0
	case 1: // printed: even strokes, upright
		h.wobble, h.warp, h.slant, h.turn = 0.5, 0.8, r.Bell(0.05), r.Bell(0.03)
		h.press, h.taper, h.grain = 0, 0, 0
	case 2: // a dry felt pen or a pencil
		h.dry, h.grain = r.In(0.1, 0.4), r.In(0.08, 0.2)
	}
	h.pen *= min(1, 0.35+0.7*h.wide) // narrow writing with a broad pen is a blot
	h.sin, h.cos = math.Sincos(r.In(-1.1, -0.3))
	return h
}

// write returns the strokes as lines of this hand, a stroke each.
func (h *hand) write(strokes []stroke, r *noise.Rand) [][]outline.Point {
	const steps = 8
	sin, cos := math.Sincos(h.turn)
	var lines [][]outline.Point
	for _, s := range strokes {
		var line []outline.Point
		shift := outline.Point{X: r.Bell(h.wobble * 0.5), Y: r.Bell(h.wobble * 0.5)}
		var last outline.Point
		for i, curve := range s.curves {
			moved := make([]outline.Point, len(curve))
			for k, p := range curve {
				moved[k] = outline.Point{X: p.X + shift.X + r.Bell(h.wobble), Y: p.Y + shift.Y + r.Bell(h.wobble)}
			}
			if i > 0 {
				moved[0] = last // corners hold together
			}
			last = moved[len(moved)-1]
			line = append(line, outline.Along(moved, s.closed, steps)...)
		}
		for k, p := range line {
			line[k] = h.bend(p, sin, cos)
		}
		lines = append(lines, line)
	}
	return lines
}

// bend slants, stretches, warps and turns a point about the box's middle.
func (h *hand) bend(p outline.Point, sin, cos float64) outline.Point {
	x, y := p.X-33, p.Y-50
	wx := 2*noise.At2(p.X*0.022+h.seed, p.Y*0.022) - 1
	wy := 2*noise.At2(p.X*0.022, p.Y*0.022+h.seed) - 1
	x = float64(x*h.wide) - float64(h.slant*y) + float64(h.warp*wx)
	y += float64(h.warp * wy)
	return outline.Point{X: float64(x*cos) - float64(y*sin), Y: float64(x*sin) + float64(y*cos)}
}

// place moves lines, all together, to where they go on a picture of side pixels.
func (h *hand) place(lines [][]outline.Point, r *noise.Rand, side float64) {
	lo, hi := outline.Point{X: math.Inf(1), Y: math.Inf(1)}, outline.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, line := range lines {
		for _, p := range line {
			lo = outline.Point{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}
			hi = outline.Point{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
		}
	}
	room := side * (h.tall - 2*h.pen)
	k := min(room/max(hi.Y-lo.Y, 1), room*1.05/max(hi.X-lo.X, 1))
	mx, my := (lo.X+hi.X)/2, (lo.Y+hi.Y)/2
	for _, line := range lines {
		for i, p := range line {
			line[i] = outline.Point{
				X: float64((p.X-mx)*k) + float64(side*(0.5+h.off[0])),
				Y: float64((p.Y-my)*k) + float64(side*(0.5+h.off[1])),
			}
		}
	}
}

// sheet is a picture, finer than it will be.
type sheet struct {
	size, fine int // pixels, samples a pixel along each axis
	ink        []float32
}

func newSheet(size int) *sheet {
	fine := 4
	if size > 100 {
		fine = 2
	}
	n := size * fine
	return &sheet{size, fine, make([]float32, n*n)}
}

// draw inks a line: its segments one by one, each as wide as the pen is there.
func (s *sheet) draw(line []outline.Point, h *hand, r *noise.Rand) {
	pen := h.pen * float64(s.size)
	// A pen that is too thin for the picture's pixels would leave gaps.
	pen = max(pen, 0.75)
	wave, phase := r.In(0.05, 0.12), r.In(0, 6.28)
	n := len(line) - 1
	radius := func(i int) float64 {
		t := float64(i)
		k := 1 + float64(h.press*math.Sin(t*wave*6.28+phase))
		end := min(t, float64(n-i)) / (0.3*float64(n) + 1)
		return pen * k * (1 - float64(h.taper*(1-min(end, 1))))
	}
	for i := range n {
		s.segment(line[i], line[i+1], radius(i), radius(i+1), h)
	}
}

// segment inks the samples that are within the pen's width of a to b. A flat nib
// is a round one in a space that is narrower across it.
func (s *sheet) segment(a, b outline.Point, ra, rb float64, h *hand) {
	fine, n := float64(s.fine), s.size*s.fine
	reach := max(ra, rb) + 1
	x0, x1 := int((min(a.X, b.X)-reach)*fine), int((max(a.X, b.X)+reach)*fine)+1
	y0, y1 := int((min(a.Y, b.Y)-reach)*fine), int((max(a.Y, b.Y)+reach)*fine)+1
	ua, va := h.toNib(a.X, a.Y)
	ub, vb := h.toNib(b.X, b.Y)
	du, dv := ub-ua, vb-va
	long := max(float64(du*du)+float64(dv*dv), 1e-9)
	for y := max(y0, 0); y < min(y1, n); y++ {
		for x := max(x0, 0); x < min(x1, n); x++ {
			u, v := h.toNib((float64(x)+0.5)/fine, (float64(y)+0.5)/fine)
			u, v = u-ua, v-va
			t := canvas.Clamp((float64(u*du)+float64(v*dv))/long, 0, 1)
			d := canvas.Length(u-float64(t*du), v-float64(t*dv)) - ra - float64((rb-ra)*t)
			// A ramp half a pixel wide; the samples do the rest.
			if ink := float32(canvas.Clamp(0.5-2*d, 0, 1)); ink > s.ink[y*n+x] {
				s.ink[y*n+x] = ink
			}
		}
	}
}

func (h *hand) toNib(x, y float64) (u, v float64) {
	return float64(x*h.cos) + float64(y*h.sin), (float64(y*h.cos) - float64(x*h.sin)) / h.nib
}

// develop averages the samples, lets the ink give out here and there, and blurs.
func (s *sheet) develop(h *hand, r *noise.Rand) *image.Gray {
	level := make([]float64, s.size*s.size)
	n := s.size * s.fine
	for y := range s.size {
		for x := range s.size {
			sum := 0.0
			for j := range s.fine {
				for i := range s.fine {
					sum += float64(s.ink[(y*s.fine+j)*n+x*s.fine+i])
				}
			}
			level[y*s.size+x] = sum / float64(s.fine*s.fine) * h.flow(float64(x)/float64(s.size), float64(y)/float64(s.size), r.Float())
		}
	}
	level = blur(level, s.size, h.soft)
	img := image.NewGray(image.Rect(0, 0, s.size, s.size))
	for i, v := range level {
		img.Pix[i] = uint8(canvas.Clamp(v*255+0.5, 0, 255))
	}
	return img
}

// flow is how much ink there is at a place, u and v from 0 to 1.
func (h *hand) flow(u, v, chance float64) float64 {
	patch := noise.Sum2(float64(u*11)+h.seed, float64(v*11), 2)
	return h.ink * (1 - float64(h.dry*canvas.Smooth(0.45, 0.75, patch))) * (1 - float64(h.grain*chance))
}

// blur mixes each level with its neighbours by share.
func blur(level []float64, size int, share float64) []float64 {
	out := make([]float64, len(level))
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= size || y >= size {
			return 0
		}
		return level[y*size+x]
	}
	side := share / 4
	for y := range size {
		for x := range size {
			cross := at(x-1, y) + at(x+1, y) + at(x, y-1) + at(x, y+1)
			diagonal := at(x-1, y-1) + at(x+1, y-1) + at(x-1, y+1) + at(x+1, y+1)
			sum := at(x, y) + float64(side*cross) + float64(side*side*diagonal)
			// A stroke does not lose all that its edge gains.
			out[y*size+x] = sum / (1 + float64(0.6*(4*side+4*side*side)))
		}
	}
	return out
}
