package augment

// luma is what tf.image.rgb_to_grayscale and torchvision weigh channels with.
func luma(r, g, b float32) float32 {
	return float32(0.2989*r) + float32(0.587*g) + float32(0.114*b)
}

// grayscale is tf.image.rgb_to_grayscale, in three equal channels.
func grayscale(_ *drawn, _ int, r, g, b []float32) {
	g, b = g[:len(r)], b[:len(r)]
	for i := vectorGrey(r, g, b); i < len(r); i++ {
		y := luma(r[i], g[i], b[i])
		r[i], g[i], b[i] = y, y, y
	}
}

// blendGrey is torchvision's adjust_saturation, PIL's Color: each pixel mixed
// with its grey, a whole level; beyond 1, away from it.
func blendGrey(d *drawn, _ int, r, g, b []float32) {
	k := float32(d.values[0])
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		y := float32(fromByte[downwards.toByte(luma(r[i], g[i], b[i]))] * (1 - k))
		r[i] = unitClamp(float32(r[i]*k) + y)
		g[i] = unitClamp(float32(g[i]*k) + y)
		b[i] = unitClamp(float32(b[i]*k) + y)
	}
}

// blendMean is torchvision's adjust_contrast, PIL's Contrast: every channel
// mixed with the mean grey of the picture.
func blendMean(d *drawn, _ int, r, g, b []float32) {
	k := float32(d.values[0])
	y := float32(d.mean[0] * (1 - k))
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = unitClamp(float32(v*k) + y)
		}
	}
}

func addGrey(t *tally, r, g, b []float32) {
	g, b = g[:len(r)], b[:len(r)]
	sum := 0.0
	for i := range r {
		sum += float64(fromByte[downwards.toByte(luma(r[i], g[i], b[i]))])
	}
	t.sum[0] += sum
}
