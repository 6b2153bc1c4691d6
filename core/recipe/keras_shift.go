package recipe

import (
	"fmt"
	"math"
)

// shifts reads both shifts. A whole number n in Python means one of 0…n−1
// pixels, either way; any other number a share of the side below 1 and pixels
// from 1 on, drawn evenly.
func (k *kerasImport) shifts() error {
	w, h := float64(k.options.Size.W), float64(k.options.Size.H)
	across := kerasShift{"width_shift_range", "width_shift", w, w}
	down := kerasShift{"height_shift_range", "height_shift", h, h}
	if k.options.AsKeras {
		across.name, down.name = down.name, across.name
		across.of, down.of = h, w
	}
	x, err := k.shift(across)
	if err != nil {
		return err
	}
	y, err := k.shift(down)
	if err != nil || x == 0 && y == 0 {
		return err
	}
	return k.add("pixel_shift", 1, map[string]Value{"width": Number(x), "height": Number(y)})
}

// kerasShift is a shift along one axis.
type kerasShift struct {
	name string  // the parameter
	op   string  // for shares
	side float64 // along the axis
	of   float64 // the side that the parameter is a share of
}

// shift adds one shift, unless it is by whole pixels: then it returns those.
func (k *kerasImport) shift(s kerasShift) (wholePixels float64, err error) {
	v := k.args[s.name]
	if v.kind == pythonList {
		return 0, wrong(s.name, listOfShifts)
	}
	x, err := v.number(s.name, 0)
	if err != nil || x == 0 {
		return 0, err
	}
	x = math.Abs(x)
	switch {
	case v.integer && x > 512:
		return 0, wrong(s.name, farShift, x)
	case v.integer:
		if x == 1 {
			k.note(s.name+"=1 moves nothing: Keras takes a whole number n as one of 0…n−1 pixels", s.name+"=1 不会移动图片：Keras 将整数 n 理解为 0…n−1 像素之一")
		}
		return x, nil
	case x >= 1:
		k.note(fmt.Sprintf("%s=%g means pixels; here it is their share of %g", s.name, x, s.side), fmt.Sprintf("%s=%g 以像素计；此处换算为占 %g 的比例", s.name, x, s.side))
		x /= s.side
	default:
		x *= s.of / s.side
	}
	if x > 1 {
		return 0, wrong(s.name, wholeSide, s.side)
	}
	return 0, k.add(s.op, 1, map[string]Value{"fraction": Number(x)})
}
