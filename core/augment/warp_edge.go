package augment

import (
	"image"
)

// newWarp returns one that shows the part box of a picture, a box of its pixels,
// from its halving k, without a map; its positions are from (x0, y0) of the halving.
func newWarp(dst *image.NRGBA, halvings []halving, k int, box image.Rectangle, f fill) (w warp, x0, y0 float64) {
	bx, by := box.Min.X>>k, box.Min.Y>>k
	w.halving = halvings[k].part(bx, by, -(-box.Max.X >> k), -(-box.Max.Y >> k))
	w.domU, w.domV = int64(box.Max.X)*one>>k-int64(bx)*one, int64(box.Max.Y)*one>>k-int64(by)*one
	w.insU, w.insV = inset(w.domU, dst.Rect.Dx()), inset(w.domV, dst.Rect.Dy())
	w.fill = f
	return w, float64(bx), float64(by)
}

// faded is edge for fillFade. Beyond the centre of the result's outermost pixel
// the fill comes in, and one pixel further there is nothing else: as if the
// picture had been brought to the result's size before, with nothing around it.
func (w *warp) faded(u, v int64) (rb, g uint64) {
	share := fadeShare(u+half, w.domU, w.insU) * fadeShare(v+half, w.domV, w.insV) // in 2²²
	left, right := neighbours(int(u>>32), w.w, false)
	up, down := neighbours(int(v>>32), w.h, false)
	rb, g = blend(w.pair(left, right, up), w.pair(left, right, down),
		uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask)
	mix := func(level uint64) uint64 { // level is 8 bits times 2²²
		return (level>>11*share + uint64(w.fill.cval)<<11*(1<<(2*fracBits)-share)) >> 11
	}
	return mix(rb&laneMask) | mix(rb>>32)<<32, mix(g)
}

// fadeShare returns in 2048ths how much of the picture is seen at c, of dom.
func fadeShare(c, dom, ins int64) uint64 {
	beyond := max(ins-c, c-(dom-ins))
	switch {
	case beyond <= 0:
		return 1 << fracBits
	case beyond >= 2*ins:
		return 0
	}
	return uint64(1<<fracBits - beyond<<fracBits/(2*ins))
}
