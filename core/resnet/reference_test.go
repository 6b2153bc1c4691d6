package resnet

import (
	"math"

	"graft/core/weights"
	"graft/core/weights/layout"
)

// reference computes features of preprocessed pixels, [side, side, 3], by plain
// loops in float64, batch normalisation where torchvision has it, the strides where
// the variant does: what both
// forms of the graph are held to.
func reference(w *weights.Set, pixels []float32, side int) []float64 {
	x := cube{3, side, make([]float64, 3*side*side)}
	for i, v := range pixels {
		x.data[(i%3)*side*side+i/3] = float64(v)
	}
	x = x.conv(w, "conv1", "bn1", 2, 3).relu().maxPool()
	for stage, n := range []int{3, 4, 6, 3} {
		for i := range n {
			name := "layer" + string(rune('1'+stage)) + "." + string(rune('0'+i)) + "."
			stride := 1
			if stage > 0 && i == 0 {
				stride = 2
			}
			first, second := 1, stride
			if w.Variant == layout.V1 {
				first, second = stride, 1
			}
			y := x.conv(w, name+"conv1", name+"bn1", first, 0).relu()
			y = y.conv(w, name+"conv2", name+"bn2", second, 1).relu()
			y = y.conv(w, name+"conv3", name+"bn3", 1, 0)
			if i == 0 {
				x = x.conv(w, name+"downsample.0", name+"downsample.1", stride, 0)
			}
			for j := range y.data {
				y.data[j] += x.data[j]
			}
			x = y.relu()
		}
	}
	features := make([]float64, x.channels)
	for c := range features {
		for _, v := range x.data[c*x.side*x.side : (c+1)*x.side*x.side] {
			features[c] += v / float64(x.side*x.side)
		}
	}
	return features
}

// cube is [channels, side, side] numbers.
type cube struct {
	channels, side int
	data           []float64
}

// at is 0 outside.
func (x cube) at(c, i, j int) float64 {
	if i < 0 || j < 0 || i >= x.side || j >= x.side {
		return 0
	}
	return x.data[(c*x.side+i)*x.side+j]
}

func (x cube) conv(w *weights.Set, name, norm string, stride, pad int) cube {
	k, _ := w.Tensor(name + ".weight")
	gamma, _ := w.Tensor(norm + ".weight")
	beta, _ := w.Tensor(norm + ".bias")
	mean, _ := w.Tensor(norm + ".running_mean")
	variance, _ := w.Tensor(norm + ".running_var")
	size := k.Shape[2]
	y := cube{channels: k.Shape[0], side: (x.side+2*pad-size)/stride + 1}
	for o := range y.channels {
		for i := range y.side {
			for j := range y.side {
				sum, p := 0.0, o*x.channels*size*size
				for c := range x.channels {
					for di := range size {
						for dj := range size {
							sum += float64(k.Data[p]) * x.at(c, i*stride+di-pad, j*stride+dj-pad)
							p++
						}
					}
				}
				sum = (sum-float64(mean.Data[o]))/math.Sqrt(float64(variance.Data[o])+1e-5)*float64(gamma.Data[o]) + float64(beta.Data[o])
				y.data = append(y.data, sum)
			}
		}
	}
	return y
}

func (x cube) relu() cube {
	for i, v := range x.data {
		x.data[i] = max(v, 0)
	}
	return x
}

func (x cube) maxPool() cube {
	y := cube{channels: x.channels, side: (x.side+2-3)/2 + 1}
	for c := range y.channels {
		for i := range y.side {
			for j := range y.side {
				best := 0.0
				for d := range 9 {
					best = max(best, x.at(c, 2*i+d/3-1, 2*j+d%3-1))
				}
				y.data = append(y.data, best)
			}
		}
	}
	return y
}
