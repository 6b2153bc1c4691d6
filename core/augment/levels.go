package augment

// Operations on bytes. What comes in is first the byte it would be stored as,
// so that a threshold falls where it falls in the original.

// posterize keeps the values[0] highest bits of each byte, as
// ImageOps.posterize does.
func posterize(d *drawn, _ int, r, g, b []float32) {
	mask := ^(uint8(1)<<(8-uint(d.values[0])) - 1)
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = fromByte[toByte(v)&mask]
		}
	}
}

// solarize inverts bytes from values[0] on, as ImageOps.solarize does.
func solarize(d *drawn, _ int, r, g, b []float32) {
	var table [256]float32
	for i := range table {
		table[i] = fromByte[i]
		if float64(i) >= d.values[0] {
			table[i] = fromByte[255-i]
		}
	}
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = table[toByte(v)]
		}
	}
}

// fromTable looks each byte up in the step's own table.
func fromTable(d *drawn, _ int, r, g, b []float32) {
	for c, line := range [3][]float32{r, g, b} {
		table := &d.tally.table[c]
		for i, v := range line {
			line[i] = table[toByte(v)]
		}
	}
}

// concludeEqualize is ImageOps.equalize: each channel's levels are spread so that
// equal numbers of pixels lie in equal spans.
func concludeEqualize(d *drawn, pixels float64) {
	for c := range d.tally.count {
		count, table := &d.tally.count[c], &d.tally.table[c]
		last := uint32(0)
		for _, n := range count {
			if n > 0 {
				last = n
			}
		}
		step := (uint32(pixels) - last) / 255
		if step == 0 {
			*table = fromByte
			continue
		}
		n := step / 2
		for i := range table {
			table[i] = fromByte[min(n/step, 255)]
			n += count[i]
		}
	}
}

// concludeAutocontrast is ImageOps.autocontrast with no cut-off: each channel's
// least level becomes 0 and its largest 255, the others cut off to whole ones.
func concludeAutocontrast(d *drawn, _ float64) {
	for c := range d.tally.count {
		count, table := &d.tally.count[c], &d.tally.table[c]
		lo, hi := 0, 255
		for lo < 255 && count[lo] == 0 {
			lo++
		}
		for hi > 0 && count[hi] == 0 {
			hi--
		}
		if hi <= lo {
			*table = fromByte
			continue
		}
		// In float64 and cut off, as PIL does it: now and then one below what
		// whole numbers would give.
		scale := 255 / float64(hi-lo)
		offset := -float64(float64(lo) * scale)
		for i := range table {
			table[i] = fromByte[min(max(int(float64(float64(i)*scale)+offset), 0), 255)]
		}
	}
}

// invert is ImageOps.invert.
func invert(_ *drawn, _ int, r, g, b []float32) {
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = 1 - v
		}
	}
}
