package augment

import "math"

// The standard library's Exp and Log are assembly on some platforms and may
// differ from the others in the last bit; its Sin and Cos may be fused. These
// are plain arithmetic with every product rounded, within 2 ulp of the truth.

const (
	ln2Hi = 6.93147180369123816490e-01 // ln 2 = ln2Hi + ln2Lo
	ln2Lo = 1.90821492927058770002e-10
)

// exp returns e^x for |x| < 700; below that 0.
func exp(x float64) float64 {
	if x < -700 {
		return 0
	}
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	r := x - float64(k*ln2Hi)
	r -= float64(k * ln2Lo) // |r| <= 0.35
	sum := 1.0
	for n := 14.0; n >= 1; n-- { // Taylor; the first term left out is below 2⁻⁶⁰
		sum = 1 + float64(sum*r)/n
	}
	return sum * math.Float64frombits(uint64(int64(k)+1023)<<52)
}

// log returns the natural logarithm of a positive, normal x.
func log(x float64) float64 {
	b := math.Float64bits(x)
	k := int64(b>>52) - 1023
	m := math.Float64frombits(b&(1<<52-1) | 1023<<52)
	if m > math.Sqrt2 {
		m, k = m/2, k+1
	}
	s := (m - 1) / (m + 1) // log m = 2 artanh s, |s| <= 0.172
	q := float64(s * s)
	sum := 0.0
	for n := 23.0; n >= 3; n -= 2 {
		sum = float64((sum + 1/n) * q)
	}
	return float64(float64(k)*ln2Hi) + (float64(2*s) + (float64(float64(2*s)*sum) + float64(float64(k)*ln2Lo)))
}

// sincosDeg returns the sine and cosine of an angle in degrees, |deg| <= 360;
// exact at multiples of 90.
func sincosDeg(deg float64) (sin, cos float64) {
	k := math.Floor(float64(deg/90) + 0.5)
	x := float64((deg - float64(90*k)) * (math.Pi / 180)) // |x| <= π/4
	q := float64(x * x)
	s, c := 1.0, 1.0
	for n := 17.0; n >= 3; n -= 2 {
		s = 1 - float64(s*q)/(n*(n-1))
		c = 1 - float64(c*q)/((n-1)*(n-2))
	}
	s *= x
	switch int64(k) & 3 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	default:
		return -c, s
	}
}
