package augment

// brightnessDelta is tf.image.adjust_brightness: it adds and saturates.
func brightnessDelta(d *drawn, _ int, r, g, b []float32) {
	delta := float32(d.values[0])
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = unitClamp(v + delta)
		}
	}
}

// channelShift is ImageDataGenerator's apply_channel_shift: it adds values[0]
// levels of 255 and holds what comes out within what the picture had.
func channelShift(d *drawn, _ int, r, g, b []float32) {
	t := d.tally
	shift := float32(d.values[0] / 255)
	least, most := smallest(t.least[0], t.least[1], t.least[2]), largest(t.most[0], t.most[1], t.most[2])
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = greater(least, lesser(most, unitClamp(v+shift)))
		}
	}
}
