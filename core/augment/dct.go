package augment

// The "slow" integer DCT of the Independent JPEG Group's library (jfdctint.c and
// jidctint.c, after Loeffler, Ligtenberg and Moschytz, 1989): 13 bits of
// fraction, two more kept between the passes.
const (
	dctBits  = 13
	dctExtra = 2

	dct0298 = 2446 // 0.298631336 · 2¹³, and so on
	dct0390 = 3196
	dct0541 = 4433
	dct0765 = 6270
	dct0899 = 7373
	dct1175 = 9633
	dct1501 = 12299
	dct1847 = 15137
	dct1961 = 16069
	dct2053 = 16819
	dct2562 = 20995
	dct3072 = 25172
)

// descale divides by 2ⁿ and rounds.
func descale(x int32, n uint) int32 { return (x + 1<<(n-1)) >> n }

// forwardDCT transforms a block of 8×8 in place; the result is 8 times the
// coefficients.
func forwardDCT(b *[64]int32) {
	for i := 0; i < 64; i += 8 {
		forwardLine(b, i, 1, true)
	}
	for i := range 8 {
		forwardLine(b, i, 8, false)
	}
}

func forwardLine(b *[64]int32, at, step int, rows bool) {
	v := func(i int) *int32 { return &b[(at+i*step)&63] }
	t0, t7 := *v(0)+*v(7), *v(0)-*v(7)
	t1, t6 := *v(1)+*v(6), *v(1)-*v(6)
	t2, t5 := *v(2)+*v(5), *v(2)-*v(5)
	t3, t4 := *v(3)+*v(4), *v(3)-*v(4)
	t10, t13 := t0+t3, t0-t3
	t11, t12 := t1+t2, t1-t2
	n := uint(dctBits + dctExtra)
	if rows {
		n = dctBits - dctExtra
		*v(0), *v(4) = (t10+t11)<<dctExtra, (t10-t11)<<dctExtra
	} else {
		*v(0), *v(4) = descale(t10+t11, dctExtra), descale(t10-t11, dctExtra)
	}
	z := (t12 + t13) * dct0541
	*v(2), *v(6) = descale(z+t13*dct0765, n), descale(z-t12*dct1847, n)
	z1, z2, z3, z4 := (t4+t7)*-dct0899, (t5+t6)*-dct2562, t4+t6, t5+t7
	z5 := (z3 + z4) * dct1175
	z3, z4 = z3*-dct1961+z5, z4*-dct0390+z5
	*v(7) = descale(t4*dct0298+z1+z3, n)
	*v(5) = descale(t5*dct2053+z2+z4, n)
	*v(3) = descale(t6*dct3072+z2+z3, n)
	*v(1) = descale(t7*dct1501+z1+z4, n)
}

// inverseDCT transforms a block of coefficients back in place.
func inverseDCT(b *[64]int32) {
	for i := range 8 {
		inverseLine(b, i, 8, dctBits-dctExtra)
	}
	for i := 0; i < 64; i += 8 {
		inverseLine(b, i, 1, dctBits+dctExtra+3)
	}
}

func inverseLine(b *[64]int32, at, step int, n uint) {
	v := func(i int) *int32 { return &b[(at+i*step)&63] }
	z := (*v(2) + *v(6)) * dct0541
	e2, e3 := z-*v(6)*dct1847, z+*v(2)*dct0765
	e0, e1 := (*v(0)+*v(4))<<dctBits, (*v(0)-*v(4))<<dctBits
	t10, t13, t11, t12 := e0+e3, e0-e3, e1+e2, e1-e2
	o0, o1, o2, o3 := *v(7), *v(5), *v(3), *v(1)
	z1, z2, z3, z4 := (o0+o3)*-dct0899, (o1+o2)*-dct2562, o0+o2, o1+o3
	z5 := (z3 + z4) * dct1175
	z3, z4 = z3*-dct1961+z5, z4*-dct0390+z5
	o0 = o0*dct0298 + z1 + z3
	o1 = o1*dct2053 + z2 + z4
	o2 = o2*dct3072 + z2 + z3
	o3 = o3*dct1501 + z1 + z4
	*v(0), *v(7) = descale(t10+o3, n), descale(t10-o3, n)
	*v(1), *v(6) = descale(t11+o2, n), descale(t11-o2, n)
	*v(2), *v(5) = descale(t12+o1, n), descale(t12-o1, n)
	*v(3), *v(4) = descale(t13+o0, n), descale(t13-o0, n)
}
