package augment

import "encoding/binary"

// edge is sample where a neighbour lies outside the picture.
func (w *warp) edge(u, v int64) (rb, g uint64) {
	cu, cv := u+half, v+half
	switch w.fill.mode {
	case fillFade:
		return w.faded(u, v)
	case fillConstant:
		if cu < w.insU || cv < w.insV || cu >= w.domU-w.insU || cv >= w.domV-w.insV {
			level := uint64(w.fill.cval) << (2 * fracBits)
			return level | level<<32, level
		}
	case fillReflect:
		cu, cv = mirror(cu, w.domU), mirror(cv, w.domV)
	case fillWrap:
		cu, cv = modulo(cu, w.domU), modulo(cv, w.domV)
	}
	u, v = cu-half, cv-half
	wrap := w.fill.mode == fillWrap
	left, right := neighbours(int(u>>32), w.w, wrap)
	up, down := neighbours(int(v>>32), w.h, wrap)
	return blend(w.pair(left, right, up), w.pair(left, right, down),
		uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask)
}

// pair returns two pixels of a row, as they would lie side by side.
func (w *warp) pair(left, right, y int) uint64 {
	row := w.pix[y*w.stride:]
	return uint64(binary.LittleEndian.Uint32(row[4*left:])) | uint64(binary.LittleEndian.Uint32(row[4*right:]))<<32
}

// neighbours returns the pixels i and i+1 of a row of n, those outside replaced.
func neighbours(i, n int, wrap bool) (a, b int) {
	a, b = i, i+1
	if wrap {
		if a < 0 {
			a = n - 1
		}
		if b >= n {
			b = 0
		}
	}
	return min(max(a, 0), n-1), min(max(b, 0), n-1)
}

func modulo(c, dom int64) int64 {
	if c %= dom; c < 0 {
		c += dom
	}
	return c
}

func mirror(c, dom int64) int64 {
	if c = modulo(c, 2*dom); c >= dom {
		c = 2*dom - 1 - c
	}
	return c
}
