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
	plane  []float32 // and a little more, that jpegQuality keeps edges in
	padded []float32
	kernel [maxRadius + 1]float32 // from its middle outwards
	pairs  pairsOf
}

const maxRadius = 30 // three of the largest sigma that a recipe may have

func newPlaneScratch(w, h int) *planeScratch {
	return &planeScratch{plane: make([]float32, w*h+h+1), padded: make([]float32, w+2*maxRadius)}
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
			tmp.blurRow(tmp.plane[y*p.w:][:p.w], p.row(c, y), kernel)
		}
		for y := range p.h {
			tmp.blurColumns(p.row(c, y), y, p.h, kernel)
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
func (tmp *planeScratch) blurRow(dst, src, kernel []float32) {
	n, radius := len(src), len(kernel)-1
	padded := tmp.padded[:n+2*radius]
	copy(padded[radius:], src)
	for k := 1; k <= radius; k++ {
		padded[radius-k] = src[fold(-k, n)]
		padded[radius+n-1+k] = src[fold(n-1+k, n)]
	}
	middle := padded[radius:][:n]
	pairs := &tmp.pairs
	pairs.kernel = kernel
	for k := range pairs.lines[:radius] {
		pairs.lines[k] = [2][]float32{padded[radius-1-k:], padded[radius+1+k:]}
	}
	pairs.blur(dst, middle)
}

// blurColumns writes row y of the scratch's plane, blurred across rows, into dst.
func (tmp *planeScratch) blurColumns(dst []float32, y, h int, kernel []float32) {
	n, plane, pairs := len(dst), tmp.plane, &tmp.pairs
	pairs.kernel = kernel
	for k := range pairs.lines[:len(kernel)-1] {
		pairs.lines[k] = [2][]float32{plane[fold(y-1-k, h)*n:], plane[fold(y+1+k, h)*n:]}
	}
	pairs.blur(dst, plane[y*n:])
}

// pairsOf are the lines at the same distance on both sides of one.
type pairsOf struct {
	kernel []float32
	lines  [maxRadius][2][]float32 // at distance 1 and on
}

// blur writes middle and the pairs, weighted by the kernel, into dst. Each pair
// is added and rounded in turn, the nearest first; two or three go through a
// line at once.
func (p *pairsOf) blur(dst, middle []float32) {
	scale, w := p.kernel[0], p.kernel[1:]
	lines := p.lines[:len(w)]
	done := vectorPairs(dst, middle, lines, scale, w)
	dst, middle = dst[done:], middle[done:][:len(dst)-done]
	for i := range lines {
		lines[i][0], lines[i][1] = lines[i][0][done:], lines[i][1][done:]
	}
	for len(w) > 0 {
		n := 2
		if len(w) == 1 || len(w) == 3 {
			n = len(w)
		}
		switch n {
		case 1:
			onePair(dst, middle, lines[0], scale, w[0])
		case 2:
			twoPairs(dst, middle, lines[0], lines[1], scale, w[0], w[1])
		case 3:
			threePairs(dst, middle, lines[0], lines[1], lines[2], scale, w[0], w[1], w[2])
		}
		lines, w, middle, scale = lines[n:], w[n:], dst, 1
	}
}

// Four elements a round: in WebAssembly as Go compiles it, going back to the top
// of a loop takes longer than an element does.

// onePair writes src·scale + (a + b)·k into dst, which may be src.
func onePair(dst, src []float32, p [2][]float32, scale, k float32) {
	n := len(dst)
	src, a, b := src[:n], p[0][:n], p[1][:n]
	i := 0
	for ; i < n-3; i += 4 {
		dst[i] = float32(src[i]*scale) + float32((a[i]+b[i])*k)
		dst[i+1] = float32(src[i+1]*scale) + float32((a[i+1]+b[i+1])*k)
		dst[i+2] = float32(src[i+2]*scale) + float32((a[i+2]+b[i+2])*k)
		dst[i+3] = float32(src[i+3]*scale) + float32((a[i+3]+b[i+3])*k)
	}
	for ; i < n; i++ {
		dst[i] = float32(src[i]*scale) + float32((a[i]+b[i])*k)
	}
}

// twoPairs adds (c + d)·l to that.
func twoPairs(dst, src []float32, p, q [2][]float32, scale, k, l float32) {
	n := len(dst)
	src, a, b, c, d := src[:n], p[0][:n], p[1][:n], q[0][:n], q[1][:n]
	i := 0
	for ; i < n-3; i += 4 {
		dst[i] = float32(src[i]*scale) + float32((a[i]+b[i])*k) + float32((c[i]+d[i])*l)
		dst[i+1] = float32(src[i+1]*scale) + float32((a[i+1]+b[i+1])*k) + float32((c[i+1]+d[i+1])*l)
		dst[i+2] = float32(src[i+2]*scale) + float32((a[i+2]+b[i+2])*k) + float32((c[i+2]+d[i+2])*l)
		dst[i+3] = float32(src[i+3]*scale) + float32((a[i+3]+b[i+3])*k) + float32((c[i+3]+d[i+3])*l)
	}
	for ; i < n; i++ {
		dst[i] = float32(src[i]*scale) + float32((a[i]+b[i])*k) + float32((c[i]+d[i])*l)
	}
}

// threePairs adds (e + f)·m to that.
func threePairs(dst, src []float32, p, q, o [2][]float32, scale, k, l, m float32) {
	n := len(dst)
	src, a, b, c, d, e, f := src[:n], p[0][:n], p[1][:n], q[0][:n], q[1][:n], o[0][:n], o[1][:n]
	i := 0
	for ; i < n-1; i += 2 {
		v := float32(src[i]*scale) + float32((a[i]+b[i])*k)
		dst[i] = v + float32((c[i]+d[i])*l) + float32((e[i]+f[i])*m)
		v = float32(src[i+1]*scale) + float32((a[i+1]+b[i+1])*k)
		dst[i+1] = v + float32((c[i+1]+d[i+1])*l) + float32((e[i+1]+f[i+1])*m)
	}
	for ; i < n; i++ {
		v := float32(src[i]*scale) + float32((a[i]+b[i])*k)
		dst[i] = v + float32((c[i]+d[i])*l) + float32((e[i]+f[i])*m)
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
