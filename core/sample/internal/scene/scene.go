package scene

import (
	"fmt"
	"image"
)

// Rows draws rows y0 to y1 of the scene called name ("cat" or "fruit") as part
// of a w×h picture, with 3×3 rays a pixel. The result's bounds start at (0, y0).
func Rows(name string, w, h, y0, y1 int) (*image.NRGBA, error) {
	if w < 1 || h < 1 || y0 < 0 || y1 > h || y0 >= y1 {
		return nil, fmt.Errorf("scene: rows %d to %d of %d×%d: want some rows within the picture", y0, y1, w, h)
	}
	switch name {
	case "cat":
		return sill().draw(w, h, 3, y0, y1), nil
	case "fruit":
		return fruit().draw(w, h, 3, y0, y1), nil
	}
	return nil, fmt.Errorf("scene: %q: want cat or fruit", name)
}
