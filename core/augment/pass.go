package augment

import (
	"encoding/binary"
	"image"
)

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
	tables  tables
	prefix  []*drawn // the steps in the tables, if rows of eight do them faster
	direct  bool     // so prefix, which may be empty, and not the tables, makes the values
	rounds  rounding // of the run at hand
}

// tables are what the steps so far make of the bytes of each channel, while the
// picture itself rests in img as it was.
type tables [3][256]float32

func newColouring(w, h int, wholePicture, neighbours bool) *colouring {
	c := &colouring{planes: planes{w: w, h: h}, rounds: likeTensorFlow, tables: tables{fromByte, fromByte, fromByte}}
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
	c.rounds = steps[len(steps)-1].op.rounding()
	first := c.tabulate(img, steps)
	if first == len(steps) {
		c.lookUp(img)
		return
	}
	c.prefix, c.direct = steps[:first], vectors
	for _, s := range c.prefix {
		c.direct = c.direct && s.op.linear
	}
	resting := false // the picture is in planes, not in img
	for i := first; i < len(steps); {
		end := i
		for end < len(steps) && steps[end].op.planes == nil && (end == i || steps[end].op.measure == nil) {
			end++
		}
		var measured *drawn
		if end < len(steps) && steps[end].op.measure != nil {
			measured = steps[end]
		}
		if i == first && steps[i].op.measure != nil {
			c.pass(img, nil, false, false, steps[i])
		}
		if end > i || !resting {
			c.pass(img, steps[i:end], resting, end < len(steps), measured)
			resting = end < len(steps)
		}
		if i = end; i < len(steps) && steps[i].op.planes != nil {
			steps[i].op.planes(steps[i], &c.planes, c.scratch)
			i++
			if i == len(steps) {
				c.pass(img, nil, true, false, nil)
			} else if steps[i].op.measure != nil {
				c.pass(img, nil, true, true, steps[i])
			}
		}
	}
}

// tabulate takes the first steps into the tables, as far as each value that
// they make depends on one byte, and returns how many those are.
func (c *colouring) tabulate(img *image.NRGBA, steps []*drawn) int {
	t := &c.tables
	*t, c.direct = identityTables, false
	for i, s := range steps {
		if !s.op.each {
			return i
		}
		if s.op.measure != nil {
			c.pass(img, nil, false, false, s)
		}
		s.op.row(s, 0, t[0][:], t[1][:], t[2][:])
	}
	return len(steps)
}

// lookUp writes what the tables say, two pixels at a time: see load.
func (c *colouring) lookUp(img *image.NRGBA) {
	var parts [3][256]uint32 // of a pixel, where they belong in it
	for i := range parts {
		for v, x := range c.tables[i] {
			parts[i][v] = uint32(c.rounds.toByte(x)) << (8 * i)
		}
	}
	for v := range parts[2] {
		parts[2][v] |= 0xff << 24
	}
	look := func(px uint64) uint64 {
		return uint64(parts[0][px&0xff] | parts[1][px>>8&0xff] | parts[2][px>>16&0xff])
	}
	for y := range c.planes.h {
		row := img.Pix[y*img.Stride:][:4*c.planes.w]
		x := 0
		for ; x < len(row)-7; x += 8 {
			px := binary.LittleEndian.Uint64(row[x:])
			binary.LittleEndian.PutUint64(row[x:], look(px)|look(px>>32)<<32)
		}
		if x < len(row) {
			binary.LittleEndian.PutUint32(row[x:], uint32(look(uint64(binary.LittleEndian.Uint32(row[x:])))))
		}
	}
}

// pass takes every row from planes or bytes through steps to planes or bytes.
// A step to come that needs it measures what comes out.
func (c *colouring) pass(img *image.NRGBA, steps []*drawn, fromPlanes, toPlanes bool, measured *drawn) {
	p := &c.planes
	if measured != nil {
		measured.tally.reset()
	}
	alone := !vectors && !fromPlanes && !toPlanes && measured == nil && len(steps) == 1 && steps[0].op.bytes != nil && c.rounds == likeTensorFlow
	peek := !fromPlanes && !toPlanes && len(steps) == 0 && measured != nil && measured.op.measureBytes != nil
	for y := range p.h {
		row := img.Pix[y*img.Stride:][:4*p.w]
		if alone {
			steps[0].op.bytes(steps[0], row, &c.tables)
			continue
		}
		if peek {
			measured.op.measureBytes(measured.tally, row, &c.tables)
			continue
		}
		r, g, b := c.line[0], c.line[1], c.line[2]
		if fromPlanes || toPlanes {
			r, g, b = p.row(0, y), p.row(1, y), p.row(2, y)
		}
		if !fromPlanes {
			c.load(row, y, r, g, b)
		}
		for _, s := range steps {
			s.op.row(s, y, r, g, b)
		}
		if measured != nil {
			measured.op.measure(measured.tally, r, g, b)
		}
		if !toPlanes && (fromPlanes || len(steps) > 0) {
			store(row, c.rounds, r, g, b)
		}
	}
	if measured != nil {
		measured.op.conclude(measured, float64(p.w)*float64(p.h))
	}
}

// load makes the values of a row from its bytes.
func (c *colouring) load(row []uint8, y int, r, g, b []float32) {
	if !c.direct {
		load(row, &c.tables, r, g, b)
		return
	}
	done := vectorLoad(row, r, g, b)
	load(row[4*done:], &identityTables, r[done:], g[done:], b[done:])
	for _, s := range c.prefix {
		s.op.row(s, y, r, g, b)
	}
}

// identityTables make of a byte what fromByte does.
var identityTables = tables{fromByte, fromByte, fromByte}

// load goes two pixels at a time, as store does: in WebAssembly as Go compiles
// it, going back to the top of a loop takes as long as a pixel.
func load(row []uint8, t *tables, r, g, b []float32) {
	row, g, b = row[:4*len(r)], g[:len(r)], b[:len(r)]
	i := 0
	for ; i < len(r)-1; i += 2 {
		px := binary.LittleEndian.Uint64(row[4*i:])
		r[i], g[i], b[i] = t.pixel(uint32(px))
		r[i+1], g[i+1], b[i+1] = t.pixel(uint32(px >> 32))
	}
	if i < len(r) {
		r[i], g[i], b[i] = t.pixel(binary.LittleEndian.Uint32(row[4*i:]))
	}
}

func store(row []uint8, k rounding, r, g, b []float32) {
	row, g, b = row[:4*len(r)], g[:len(r)], b[:len(r)]
	i := vectorStore(row, k, r, g, b)
	for ; i < len(r)-1; i += 2 {
		px := uint64(k.opaque(r[i], g[i], b[i])) | uint64(k.opaque(r[i+1], g[i+1], b[i+1]))<<32
		binary.LittleEndian.PutUint64(row[4*i:], px)
	}
	if i < len(r) {
		binary.LittleEndian.PutUint32(row[4*i:], k.opaque(r[i], g[i], b[i]))
	}
}
