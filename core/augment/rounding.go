package augment

// rounding makes the byte of a value of 0…1: times scale, plus add, truncated.
// A run of colour is rounded once, as the original of its last step does.
type rounding struct{ scale, add float32 }

var (
	// likeTensorFlow is tf.image.convert_image_dtype's, and what an op that says
	// nothing gets.
	likeTensorFlow = rounding{255.5, 0}
	// likeTorch is torchvision's to_dtype.
	likeTorch = rounding{255.999, 0}
	// toNearest suits originals that leave floats of 0…255.
	toNearest = rounding{255, 0.5}
	// downwards is what C makes of a float: PIL's and torchvision's blending. The
	// little that is added keeps whole numbers whole.
	downwards = rounding{255, 1.0 / 1024}
)

func (o *operation) rounding() rounding {
	if o.rounds == (rounding{}) {
		return likeTensorFlow
	}
	return o.rounds
}

func (k rounding) toByte(x float32) uint8 { return uint8(int64(float32(x*k.scale) + k.add)) }

// opaque returns the pixel of three values, red in the lowest byte.
func (k rounding) opaque(r, g, b float32) uint32 {
	return uint32(int64(float32(r*k.scale)+k.add)) |
		uint32(int64(float32(g*k.scale)+k.add))<<8 |
		uint32(int64(float32(b*k.scale)+k.add))<<16 | 0xff<<24
}
