package augment

import "encoding/binary"

// brightness multiplies and saturates, as ImageDataGenerator's brightness_range
// (PIL's ImageEnhance.Brightness) does.
func brightness(d *drawn, _ int, r, g, b []float32) {
	k := float32(d.values[0])
	g, b = g[:len(r)], b[:len(r)]
	for i := vectorLinear(k, [3]float32{}, r, g, b); i < len(r); i++ {
		r[i] = unitClamp(r[i] * k)
		g[i] = unitClamp(g[i] * k)
		b[i] = unitClamp(b[i] * k)
	}
}

// contrast is tf.image.adjust_contrast, (x − mean)·k + mean a channel, and the
// saturation that 8-bit pictures get from it.
func contrast(d *drawn, _ int, r, g, b []float32) {
	k := float32(d.values[0])
	mr, mg, mb := d.mean[0], d.mean[1], d.mean[2]
	g, b = g[:len(r)], b[:len(r)]
	for i := vectorLinear(k, d.mean, r, g, b); i < len(r); i++ {
		r[i] = unitClamp(float32((r[i]-mr)*k) + mr)
		g[i] = unitClamp(float32((g[i]-mg)*k) + mg)
		b[i] = unitClamp(float32((b[i]-mb)*k) + mb)
	}
}

// saturation is tf.image.adjust_saturation. In HSV, multiplying S by k with V
// and H kept moves each channel to V − (V − c)·k; S clipped at 1 bounds k by
// V/(V − least), where the smallest channel reaches 0.
func saturation(d *drawn, _ int, r, g, b []float32) {
	k := float32(d.values[0])
	g, b = g[:len(r)], b[:len(r)]
	reds, greens, blues := bitsOf(r), bitsOf(g), bitsOf(b)
	for i := vectorSaturation(k, r, g, b); i < len(r); i++ {
		red, green, blue := int64(reds[i]), int64(greens[i]), int64(blues[i])
		most, least := fromOrder(max(red, green, blue)), fromOrder(min(red, green, blue))
		// 1e-20 is lost in any chroma and only keeps grey from dividing by zero.
		f := lesser(k, most/(most-least+1e-20))
		r[i] = zeroClamp(most - float32((most-r[i])*f))
		g[i] = zeroClamp(most - float32((most-g[i])*f))
		b[i] = zeroClamp(most - float32((most-b[i])*f))
	}
}

// saturateBytes is saturation from bytes to bytes. Truncation makes 0 of what
// falls a little below it, and k is not bounded by S if it is at most 1.
func saturateBytes(d *drawn, row []uint8, t *tables) {
	k := float32(d.values[0])
	if k <= 1 {
		desaturateBytes(k, row, t)
		return
	}
	bits := t.bits()
	for x := 0; x < len(row)-3; x += 4 {
		px := binary.LittleEndian.Uint32(row[x:])
		r, g, b := t.pixel(px)
		red, green, blue := int64(bits[0][px&0xff]), int64(bits[1][px>>8&0xff]), int64(bits[2][px>>16&0xff])
		most, least := fromOrder(max(red, green, blue)), fromOrder(min(red, green, blue))
		f := lesser(k, most/(most-least+1e-20))
		binary.LittleEndian.PutUint32(row[x:], opaque(
			most-float32((most-r)*f), most-float32((most-g)*f), most-float32((most-b)*f)))
	}
}

func desaturateBytes(k float32, row []uint8, t *tables) {
	bits := t.bits()
	for x := 0; x < len(row)-3; x += 4 {
		px := binary.LittleEndian.Uint32(row[x:])
		r, g, b := t.pixel(px)
		most := fromOrder(max(int64(bits[0][px&0xff]), int64(bits[1][px>>8&0xff]), int64(bits[2][px>>16&0xff])))
		binary.LittleEndian.PutUint32(row[x:], opaque(
			most-float32((most-r)*k), most-float32((most-g)*k), most-float32((most-b)*k)))
	}
}

// hue is tf.image.adjust_hue: H turned by values[0] turns, the largest and the
// smallest channel kept.
func hue(d *drawn, _ int, r, g, b []float32) {
	delta := float32(6 * d.values[0])
	done := vectorHue(delta, r, g, b)
	r, g, b = r[done:], g[done:], b[done:]
	// Two loops with fewer values at hand each are quicker in WebAssembly.
	toWheel(r, g, b, delta)
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		least, chroma, h := r[i], g[i], b[i]
		r[i] = least + float32(chroma*unitClamp(abs(h-3)-1))
		g[i] = least + float32(chroma*unitClamp(2-abs(h-2)))
		b[i] = least + float32(chroma*unitClamp(2-abs(h-4)))
	}
}

// toWheel puts the smallest channel of each pixel into r, how much larger the
// largest is into g and the hue, turned by delta, into b: in sixths of a turn, 0
// to 6.
func toWheel(r, g, b []float32, delta float32) {
	reds, greens, blues := bitsOf(r), bitsOf(g[:len(r)]), bitsOf(b[:len(r)])
	g, b = g[:len(reds)], b[:len(reds)]
	for i := range reds {
		// Which channel is the largest is chance: selected, not branched upon.
		red, green, blue := int64(reds[i]), int64(greens[i]), int64(blues[i])
		high, low := max(red, green, blue), min(red, green, blue)
		notRed, notGreen := (red-high)>>63, (green-high)>>63 // all bits, or none
		x := choose(notRed, choose(notGreen, red, blue), green)
		y := choose(notRed, choose(notGreen, green, red), blue)
		ahead := choose(notRed, choose(notGreen, order(10), order(8)), order(6)) // a turn, so that h stays positive
		chroma := fromOrder(high) - fromOrder(low)
		// Grey has no chroma to divide by, and its hue is not used.
		div := choose((order(chroma)-1)>>63, order(1), order(chroma))
		h := (fromOrder(x)-fromOrder(y))/fromOrder(div) + fromOrder(ahead)
		h += delta
		below6, below12 := (order(h)-order(6))>>63, (order(h)-order(12))>>63
		h -= fromOrder(choose(below6, 0, choose(below12, order(6), order(12))))
		r[i], g[i], b[i] = fromOrder(low), chroma, h
	}
}

// choose returns a if all bits of which are set, b if none is.
func choose(which, a, b int64) int64 { return b ^ (a^b)&which }
