package augment

// drawChannel draws one of the three channels.
func drawChannel(a *params, s *stream, _ frame, v *values) bool {
	v[0], v[1] = float64(s.below(3)), a[0]/255
	return true
}

// dropChannel is Albumentations' ChannelDropout of one channel.
func dropChannel(d *drawn, _ int, r, g, b []float32) {
	line := [3][]float32{r, g, b}[int(d.values[0])]
	level := float32(d.values[1])
	for i := range line {
		line[i] = level
	}
}
