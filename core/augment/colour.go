package augment

// brightness multiplies and saturates, as ImageDataGenerator's brightness_range
// (PIL's ImageEnhance.Brightness) does.
func brightness(d *drawn, _ int, r, g, b []float32) {
	k := float32(d.values[0])
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
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
	for i := range r {
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
	for i := range r {
		most, least := largest(r[i], g[i], b[i]), smallest(r[i], g[i], b[i])
		// 1e-20 is lost in any chroma and only keeps grey from dividing by zero.
		f := lesser(k, most/(most-least+1e-20))
		r[i] = unitClamp(most - float32((most-r[i])*f))
		g[i] = unitClamp(most - float32((most-g[i])*f))
		b[i] = unitClamp(most - float32((most-b[i])*f))
	}
}

// hue is tf.image.adjust_hue: H turned by values[0] turns, the largest and the
// smallest channel kept.
func hue(d *drawn, _ int, r, g, b []float32) {
	delta := float32(6 * d.values[0])
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		most, least := largest(r[i], g[i], b[i]), smallest(r[i], g[i], b[i])
		chroma := most - least
		if chroma == 0 {
			continue
		}
		// In sixths of a turn, and a turn ahead so that it stays positive.
		var h float32
		switch most {
		case r[i]:
			h = (g[i]-b[i])/chroma + 6
		case g[i]:
			h = (b[i]-r[i])/chroma + 8
		default:
			h = (r[i]-g[i])/chroma + 10
		}
		h += delta
		h -= float32(6 * float32(int32(h*(1.0/6))))
		r[i] = least + float32(chroma*unitClamp(abs(h-3)-1))
		g[i] = least + float32(chroma*unitClamp(2-abs(h-2)))
		b[i] = least + float32(chroma*unitClamp(2-abs(h-4)))
	}
}
