package augment

import (
	"math"

	"graft/core/recipe"
)

// A network is given bytes, and its own preprocessing scales them. So what a
// normalisation makes, which lies about 0, is moved to lie about mid-grey, and
// one standard deviation is shown as a share of full scale: that is what the
// page shows and what the network gets.

func readRescale(s recipe.Step) params { return params{s.Number("factor"), s.Number("offset")} }

// rescale is Keras's Rescaling, on values of 0…1.
func rescale(d *drawn, _ int, r, g, b []float32) {
	k, add := float32(d.values[0]), float32(d.values[1])
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = unitClamp(float32(v*k) + add)
		}
	}
}

const (
	centreOnly   = 0
	centreAndStd = 1
)

func readSamplewise(s recipe.Step) params {
	mode := float64(centreAndStd)
	if s.Choice("mode") == "center" {
		mode = centreOnly
	}
	return params{mode, s.Number("stddev")}
}

// addMoments adds the values of all channels, and their squares.
func addMoments(t *tally, r, g, b []float32) {
	for c, line := range [3][]float32{r, g, b} {
		var sum, square float64
		for _, v := range line {
			sum += float64(v)
			square += float64(float64(v) * float64(v))
		}
		t.sum[c] += sum
		t.square[c] += square
	}
}

// concludeMoments leaves a factor in mean[0] and what is added in mean[1]. Keras's
// mean and deviation are those of all channels together; it adds 1e-6 of a
// level to the deviation.
func concludeMoments(d *drawn, pixels float64) {
	t := d.tally
	n := float64(3 * pixels)
	mean := (t.sum[0] + t.sum[1] + t.sum[2]) / n
	k := 1.0
	if d.values[0] == centreAndStd {
		variance := max((t.square[0]+t.square[1]+t.square[2])/n-float64(mean*mean), 0)
		k = d.values[1] / (math.Sqrt(variance) + 1e-6/255)
	}
	d.mean[0], d.mean[1] = float32(k), float32(mean)
}

// samplewise is ImageDataGenerator's samplewise_center and
// samplewise_std_normalization, about mid-grey.
func samplewise(d *drawn, _ int, r, g, b []float32) {
	k, mean := d.mean[0], d.mean[1]
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = unitClamp(float32((v-mean)*k) + midGrey)
		}
	}
}

const midGrey = 128.0 / 255

func readFeaturewise(s recipe.Step) params {
	return params{
		s.Number("mean_red"), s.Number("mean_green"), s.Number("mean_blue"),
		s.Number("std_red"), s.Number("std_green"), s.Number("std_blue"), s.Number("stddev"),
	}
}

// featurewise is ImageDataGenerator's featurewise_center and
// featurewise_std_normalization with the data set's own figures, about mid-grey.
func featurewise(d *drawn, _ int, r, g, b []float32) {
	for c, line := range [3][]float32{r, g, b} {
		mean := float32(d.values[c])
		k := float32(d.values[6] / d.values[3+c])
		for i, v := range line {
			line[i] = unitClamp(float32((v-mean)*k) + midGrey)
		}
	}
}
