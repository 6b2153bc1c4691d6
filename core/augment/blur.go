package augment

import "math"

// planes is a picture in float32, a plane a channel.
type planes struct {
	w, h int
	c    [3][]float32
}

func (p *planes) row(c, y int) []float32 { return p.c[c][y*p.w:][:p.w] }

// planeScratch is what blurring one plane takes.
type planeScratch struct {
	plane  []float32
	padded []float32
	kernel [maxRadius + 1]float32 // from its middle outwards
}

const maxRadius = 30 // three of the largest sigma that a recipe may have

func newPlaneScratch(w, h int) *planeScratch {
	return &planeScratch{plane: make([]float32, w*h), padded: make([]float32, w+2*maxRadius)}
}

// gaussianBlur is torchvision's GaussianBlur: the kernel exp(−x²/2σ²), scaled to
// sum 1, along both axes, edges reflected without repeating the outermost pixel.
// The kernel reaches three σ, where torchvision asks for its size.
func gaussianBlur(d *drawn, p *planes, tmp *planeScratch) {
	sigma := d.values[0]
	radius := min(int(math.Ceil(float64(3*sigma))), maxRadius)
	if radius == 0 {
		return
	}
	kernel := tmp.kernel[:radius+1]
	fillKernel(kernel, sigma)
	for c := range p.c {
		for y := range p.h {
			blurRow(tmp.plane[y*p.w:][:p.w], p.row(c, y), kernel, tmp.padded)
		}
		for y := range p.h {
			blurColumns(p.row(c, y), tmp.plane, y, p.h, kernel)
		}
	}
}

func fillKernel(kernel []float32, sigma float64) {
	weight := func(k int) float64 {
		x := float64(k) / sigma
		return exp(-float64(x*x) / 2)
	}
	sum := 1.0
	for k := 1; k < len(kernel); k++ {
		sum += float64(2 * weight(k))
	}
	for k := range kernel {
		kernel[k] = float32(weight(k) / sum)
	}
}

// blurRow blurs src along itself into dst.
func blurRow(dst, src, kernel, padded []float32) {
	n, radius := len(src), len(kernel)-1
	padded = padded[:n+2*radius]
	copy(padded[radius:], src)
	for k := 1; k <= radius; k++ {
		padded[radius-k] = src[fold(-k, n)]
		padded[radius+n-1+k] = src[fold(n-1+k, n)]
	}
	middle := padded[radius:][:n]
	for i, v := range middle {
		dst[i] = v * kernel[0]
	}
	for k := 1; k <= radius; k++ {
		addPair(dst, padded[radius-k:], padded[radius+k:], kernel[k])
	}
}

// blurColumns writes row y of plane, blurred across rows, into dst.
func blurColumns(dst, plane []float32, y, h int, kernel []float32) {
	n := len(dst)
	for i, v := range plane[y*n:][:n] {
		dst[i] = v * kernel[0]
	}
	for k := 1; k < len(kernel); k++ {
		addPair(dst, plane[fold(y-k, h)*n:], plane[fold(y+k, h)*n:], kernel[k])
	}
}

// addPair adds (a + b)·k to dst.
func addPair(dst, a, b []float32, k float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] += float32((a[i] + b[i]) * k)
	}
}

// fold brings i into 0…n-1: cb|abc|ba.
func fold(i, n int) int {
	if n == 1 {
		return 0
	}
	i %= 2 * (n - 1)
	if i < 0 {
		i += 2 * (n - 1)
	}
	if i >= n {
		i = 2*(n-1) - i
	}
	return i
}
