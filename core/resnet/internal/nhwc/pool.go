package nhwc

// MaxPool writes the largest of each 3 by 3 places of in, 2 apart, to out, whose
// width and height are half of in's, rounded up, for the first n pictures. Numbers must not
// be negative and in needs a border: its zeros stand for places outside.
func MaxPool(in, out *Plane, n int) {
	for i := range n {
		for y := range out.Height {
			for x := range out.Width {
				at := out.at(i, y, x)
				to := out.data[at : at+out.Channels]
				for k := range 9 {
					from := in.at(i, 2*y-1+k/3, 2*x-1+k%3)
					maxInto(to, in.data[from:from+len(to)], k == 0)
				}
			}
		}
	}
}

// maxInto sets each number of to to the larger of it and that of from, or to
// from's.
func maxInto(to, from []float32, first bool) {
	if first {
		copy(to, from)
		return
	}
	for i, v := range from[:len(to)] {
		to[i] = max(to[i], v)
	}
}

// Mean writes the mean of each channel over a picture of p to out.
func Mean(p *Plane, picture int, out []float32) {
	out = out[:p.Channels]
	clear(out)
	for y := range p.Height {
		for x := range p.Width {
			at := p.at(picture, y, x)
			for c, v := range p.data[at : at+len(out)] {
				out[c] += v
			}
		}
	}
	scale := 1 / float32(p.Height*p.Width)
	for c := range out {
		out[c] *= scale
	}
}
