package augment

import "image"

// fromByte[v] is v/255 as tf.image converts it: v times the float32 next to 1/255.
var fromByte = func() (t [256]float32) {
	for v := range t {
		t[v] = float32(v) * float32(1.0/255)
	}
	return t
}()

// colouring applies colour and pixel steps to a result in place. Rows go from
// bytes through all steps back to bytes; only a step that must have seen the
// whole picture before it (the mean for contrast, the neighbours for blur)
// makes it rest in planes of float32 between two passes.
type colouring struct {
	planes  planes
	scratch *planeScratch
	line    [3][]float32 // one row, where planes are not needed
}

func newColouring(w, h int, wholePicture, neighbours bool) *colouring {
	c := &colouring{planes: planes{w: w, h: h}}
	for i := range c.line {
		c.line[i] = make([]float32, w)
		if wholePicture || neighbours {
			c.planes.c[i] = make([]float32, w*h)
		}
	}
	if neighbours {
		c.scratch = newPlaneScratch(w, h)
	}
	return c
}

// run applies steps, in order, to img.
func (c *colouring) run(img *image.NRGBA, steps []*drawn) {
	resting := false // the picture is in planes, not in img
	for i := 0; i < len(steps); {
		end := i
		for end < len(steps) && steps[end].op.planes == nil && (end == i || !steps[end].op.needsMean) {
			end++
		}
		var mean *[3]float32
		if end < len(steps) && steps[end].op.needsMean {
			mean = &steps[end].mean
		}
		if i == 0 && steps[0].op.needsMean {
			c.pass(img, nil, false, false, &steps[0].mean)
		}
		if end > i || !resting {
			c.pass(img, steps[i:end], resting, end < len(steps), mean)
			resting = end < len(steps)
		}
		if i = end; i < len(steps) && steps[i].op.planes != nil {
			steps[i].op.planes(steps[i], &c.planes, c.scratch)
			i++
			if i == len(steps) {
				c.pass(img, nil, true, false, nil)
			} else if steps[i].op.needsMean {
				c.pass(img, nil, true, true, &steps[i].mean)
			}
		}
	}
}

// pass takes every row from planes or bytes through steps to planes or bytes.
// Where mean is given, the mean of what comes out is put there.
func (c *colouring) pass(img *image.NRGBA, steps []*drawn, fromPlanes, toPlanes bool, mean *[3]float32) {
	var sum [3]float64
	p := &c.planes
	for y := range p.h {
		row := img.Pix[y*img.Stride:][:4*p.w]
		r, g, b := c.line[0], c.line[1], c.line[2]
		if fromPlanes || toPlanes {
			r, g, b = p.row(0, y), p.row(1, y), p.row(2, y)
		}
		if !fromPlanes {
			load(row, r, g, b)
		}
		for _, s := range steps {
			s.op.row(s, y, r, g, b)
		}
		if mean != nil {
			addRow(&sum, r, g, b)
		}
		if !toPlanes && (fromPlanes || len(steps) > 0) {
			store(row, r, g, b)
		}
	}
	if mean != nil {
		n := float64(p.w) * float64(p.h)
		*mean = [3]float32{float32(sum[0] / n), float32(sum[1] / n), float32(sum[2] / n)}
	}
}

func load(row []uint8, r, g, b []float32) {
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		px := row[4*i : 4*i+4 : 4*i+4]
		r[i], g[i], b[i] = fromByte[px[0]], fromByte[px[1]], fromByte[px[2]]
	}
}

// store rounds as tf.image.convert_image_dtype does: times 255.5, truncated.
func store(row []uint8, r, g, b []float32) {
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		px := row[4*i : 4*i+4 : 4*i+4]
		px[0] = uint8(int32(r[i] * 255.5))
		px[1] = uint8(int32(g[i] * 255.5))
		px[2] = uint8(int32(b[i] * 255.5))
	}
}

// addRow adds the channels of a row to sum.
func addRow(sum *[3]float64, r, g, b []float32) {
	var sr, sg, sb float64
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		sr += float64(r[i])
		sg += float64(g[i])
		sb += float64(b[i])
	}
	sum[0] += sr
	sum[1] += sg
	sum[2] += sb
}
