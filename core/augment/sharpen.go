package augment

// sharpen is torchvision's adjust_sharpness, PIL's Sharpness: the picture mixed
// with itself smoothed by (1 1 1, 1 5 1, 1 1 1)/13, in whole levels; beyond 1, away from it. The
// outermost pixels stay.
func sharpen(d *drawn, p *planes, tmp *planeScratch) {
	if p.w < 3 || p.h < 3 {
		return
	}
	k := float32(d.values[0])
	for c := range p.c {
		copy(tmp.plane, p.c[c])
		for y := 1; y < p.h-1; y++ {
			sharpenRow(p.row(c, y), tmp.plane[(y-1)*p.w:][:3*p.w], k)
		}
	}
}

// sharpenRow writes dst from the row before, itself and the row after, in rows.
func sharpenRow(dst, rows []float32, k float32) {
	n := len(dst)
	above, here, below := rows[:n], rows[n:2*n], rows[2*n:3*n]
	for x := 1 + vectorSharpen(dst, above, here, below, k); x < n-1; x++ {
		ring := above[x-1] + above[x] + above[x+1] + here[x-1] + here[x+1] + below[x-1] + below[x] + below[x+1]
		smooth := fromByte[toNearest.toByte(float32((ring+float32(5*here[x]))*(1.0/13)))]
		dst[x] = unitClamp(float32(here[x]*k) + float32(smooth*(1-k)))
	}
}
