package augment

// jpegQuality is what saving as JPEG and reading again does to a picture, as
// torchvision's JPEG does it: 4:2:0, the integer DCT, "fancy" upsampling, all in
// libjpeg's own integers. Entropy coding loses nothing and is left out.
// (tf.image.adjust_jpeg_quality reads with libjpeg's "fast" inverse DCT, which is
// off by up to 42 levels at quality 100.)
func jpegQuality(d *drawn, p *planes, tmp *planeScratch) {
	j := jpegCoder{p: p, cw: (p.w + 1) / 2, ch: (p.h + 1) / 2}
	edges := tmp.plane[p.w*p.h:]
	j.setQuality(int(d.values[0]))
	j.toYCC()
	codeBlocks(p.c[0], p.w, p.h, nil, &j.luma)
	for c := 1; c <= 2; c++ {
		j.subsample(p.c[c], tmp.plane, edges)
		codeBlocks(p.c[c], j.cw, j.ch, edges, &j.chroma)
	}
	cb, cr := p.c[1], p.c[2]
	j.upsample(tmp.plane, cb, tmp.padded)
	copy(p.c[1], tmp.plane[:p.w*p.h])
	j.upsample(tmp.plane, cr, tmp.padded)
	copy(p.c[2], tmp.plane[:p.w*p.h])
	j.toRGB()
}

// jpegCoder works on planes of whole numbers, 0…255, kept as float32.
type jpegCoder struct {
	p            *planes
	cw, ch       int // of the colour planes
	luma, chroma [64]int32
}

// setQuality makes the tables as libjpeg's jpeg_set_quality does.
func (j *jpegCoder) setQuality(quality int) {
	quality = min(max(quality, 1), 100)
	percent := int32(200 - 2*quality)
	if quality < 50 {
		percent = int32(5000 / quality)
	}
	for i := range 64 {
		j.luma[i] = min(max((jpegLuma[i]*percent+50)/100, 1), 255)
		j.chroma[i] = min(max((jpegChroma[i]*percent+50)/100, 1), 255)
	}
}

// The tables of the standard, annex K, row by row.
var (
	jpegLuma = [64]int32{
		16, 11, 10, 16, 24, 40, 51, 61,
		12, 12, 14, 19, 26, 58, 60, 55,
		14, 13, 16, 24, 40, 57, 69, 56,
		14, 17, 22, 29, 51, 87, 80, 62,
		18, 22, 37, 56, 68, 109, 103, 77,
		24, 35, 55, 64, 81, 104, 113, 92,
		49, 64, 78, 87, 103, 121, 120, 101,
		72, 92, 95, 98, 112, 100, 103, 99,
	}
	jpegChroma = [64]int32{
		17, 18, 24, 47, 99, 99, 99, 99,
		18, 21, 26, 66, 99, 99, 99, 99,
		24, 26, 56, 99, 99, 99, 99, 99,
		47, 66, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
	}
)

// toYCC is jccolor.c, 16 bits of fraction.
func (j *jpegCoder) toYCC() {
	cr, cg, cb := j.p.c[0], j.p.c[1], j.p.c[2]
	for i := vectorYCC(cr, cg, cb); i < len(cr); i++ {
		r, g, b := int32(toByte(cr[i])), int32(toByte(cg[i])), int32(toByte(cb[i]))
		cr[i] = float32((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
		cg[i] = float32((-11059*r - 21709*g + 32768*b + 128<<16 + 1<<15 - 1) >> 16)
		cb[i] = float32((32768*r - 27439*g - 5329*b + 128<<16 + 1<<15 - 1) >> 16)
	}
}

// subsample halves a colour plane along both sides: jcsample.c's
// h2v2_downsample, the last row doubled where their number is odd. Columns to
// the right of the last are that one, before it was halved; twice the sum of its
// two pixels goes to edges.
func (j *jpegCoder) subsample(plane, tmp, edges []float32) {
	w, h := j.p.w, j.p.h
	for y := range j.ch {
		top := plane[2*y*w:][:w]
		bottom := plane[min(2*y+1, h-1)*w:][:w]
		out := tmp[y*j.cw:][:j.cw]
		for x := vectorSubsample(out, top, bottom); x < len(out); x++ {
			a, b := 2*x, min(2*x+1, w-1)
			out[x] = float32((int32(top[a]) + int32(top[b]) + int32(bottom[a]) + int32(bottom[b]) + roundingOf(x)) >> 2)
		}
		edges[y] = 2 * (top[w-1] + bottom[w-1])
	}
	copy(plane, tmp[:j.cw*j.ch])
}

// roundingOf is what libjpeg rounds column x of a halved plane with.
func roundingOf(x int) int32 { return int32(1 + x&1) }

// codeBlocks takes a plane through the DCT, the table and back, block by block.
// A block that sticks out repeats the last row, and the last column or edges.
func codeBlocks(plane []float32, w, h int, edges []float32, table *[64]int32) {
	for by := 0; by < h; by += 8 {
		high, bx := min(8, h-by), 0
		if vectors {
			var rows [8][]float32
			for ; bx+8 <= w; bx += 8 {
				for y := range rows {
					rows[y] = plane[min(by+y, h-1)*w+bx:][:8]
				}
				vectorBlock(&rows, high, table)
			}
		}
		for ; bx < w; bx += 8 {
			codeBlock(plane, w, h, bx, by, edges, table)
		}
	}
}

// codeBlock is codeBlocks for the block whose first pixel is (bx, by).
func codeBlock(plane []float32, w, h, bx, by int, edges []float32, table *[64]int32) {
	var block [64]int32
	for i := range block {
		y, x := min(by+i>>3, h-1), bx+i&7
		switch {
		case x < w:
			block[i] = int32(plane[y*w+x]) - 128
		case edges == nil:
			block[i] = int32(plane[y*w+w-1]) - 128
		default:
			block[i] = (int32(edges[y])+roundingOf(x))>>2 - 128
		}
	}
	forwardDCT(&block)
	for i, v := range block {
		block[i] = quantized(v, table[i]<<3) * table[i]
	}
	inverseDCT(&block)
	for y := range min(8, h-by) {
		row := plane[(by+y)*w+bx:][:min(8, w-bx)]
		for x := range row {
			row[x] = float32(min(max(block[8*y+x]+128, 0), 255))
		}
	}
}

// quantized divides and rounds halves away from zero.
func quantized(v, q int32) int32 {
	if v < 0 {
		return -((-v + q>>1) / q)
	}
	return (v + q>>1) / q
}

// upsample doubles a colour plane along both sides: jdsample.c's
// h2v2_fancy_upsample, or plain repetition where it is too narrow for that.
// tmp is what a row takes.
func (j *jpegCoder) upsample(dst, src, tmp []float32) {
	w, h := j.p.w, j.p.h
	sums := tmp[:j.cw+2]
	for y := range h {
		near := src[y/2*j.cw:][:j.cw]
		other := y/2 - 1 + y&1*2
		far := src[min(max(other, 0), j.ch-1)*j.cw:][:j.cw]
		out := dst[y*w:][:w]
		if j.cw <= 2 {
			for x := range out {
				out[x] = near[x/2]
			}
			continue
		}
		for k, v := range near {
			sums[k+1] = float32(3*v) + far[k]
		}
		sums[0], sums[j.cw+1] = sums[1], sums[j.cw]
		for x := vectorUpsample(out, sums); x < len(out); x++ {
			k, right := x/2, x&1
			out[x] = float32((3*int32(sums[k+1]) + int32(sums[k+2*right]) + int32(8-right)) >> 4)
		}
	}
}

// toRGB is jdcolor.c.
func (j *jpegCoder) toRGB() {
	cr, cg, cb := j.p.c[0], j.p.c[1], j.p.c[2]
	for i := vectorRGB(cr, cg, cb); i < len(cr); i++ {
		y, b, r := int32(cr[i]), int32(cg[i])-128, int32(cb[i])-128
		cr[i] = fromByte[clampByte(y+(91881*r+1<<15)>>16)]
		cg[i] = fromByte[clampByte(y+(-22554*b-46802*r+1<<15)>>16)]
		cb[i] = fromByte[clampByte(y+(116130*b+1<<15)>>16)]
	}
}

func clampByte(v int32) uint8 { return uint8(min(max(v, 0), 255)) }
