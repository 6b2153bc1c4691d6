package augment

import "math"

// gamma is tf.image.adjust_gamma with gain 1: x to the power of values[0].
func gamma(d *drawn, _ int, r, g, b []float32) {
	p := d.values[0]
	for _, line := range [3][]float32{r, g, b} {
		for i, v := range line {
			line[i] = unitPower(v, p)
		}
	}
}

const powerBits = 7 // of a mantissa or of a fraction go through a table

var (
	logTable [1 << powerBits][2]float64 // 1/c and log2 c for the middles c of parts of [1, 2)
	expTable [1 << powerBits]float64    // 2^(i/128)
)

func init() {
	for i := range logTable {
		c := 1 + (float64(i)+0.5)/(1<<powerBits)
		logTable[i] = [2]float64{1 / c, log(c) / math.Ln2}
		expTable[i] = exp(float64(float64(i)/(1<<powerBits)) * math.Ln2)
	}
}

// unitPower returns x^p for x in 0…1 and p > 0, within an ulp or two of float32.
func unitPower(x float32, p float64) float32 {
	if x <= 0 {
		return 0
	}
	bits := math.Float64bits(float64(x))
	e := int(bits>>52) - 1023
	entry := &logTable[bits>>(52-powerBits)&(1<<powerBits-1)]
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	t := float64(m*entry[0]) - 1 // |t| < 2⁻⁸
	// log2(1 + t); the first term left out is below 2⁻³⁵.
	l := float64(t * (math.Log2E - float64(t*(math.Log2E/2-float64(t*(math.Log2E/3))))))
	y := float64(p * (float64(e) + entry[1] + l)) // log2 of the result, not above 0 but for rounding
	if y < -60 {
		return 0
	}
	y += 64
	k := int(float64(y * (1 << powerBits)))
	f := float64((y - float64(float64(k)/(1<<powerBits))) * math.Ln2) // 0 … 2⁻⁷ ln 2
	q := 1 + float64(f*(1+float64(f*(0.5+float64(f*(1.0/6))))))
	scale := math.Float64frombits(uint64(k>>powerBits-64+1023) << 52)
	return unitClamp(float32(float64(expTable[k&(1<<powerBits-1)]*q) * scale))
}
