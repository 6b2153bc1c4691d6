package nhwc

import "unsafe"

// Plane holds pictures: numbers with channels last, and around each picture a
// border of zeros that stays zero.
type Plane struct {
	Pictures, Height, Width, Channels int

	data   []float32
	border int
	pitch  int // numbers from one pixel to the next
}

// slack is what a tile may read behind the last pixel, in pixels: the places of
// a tile that has fewer than 14 pixels are computed and thrown away.
const slack = 2*group + 8

// NewPlane returns a plane of zeros with that border.
//
// Without a border, pixels whose size is a multiple of 2 KiB lie 64 bytes
// further apart: fourteen pixels at distances of 4 KiB would share one set of
// the first-level cache, which holds twelve.
func NewPlane(pictures, height, width, channels, border int) *Plane {
	p := &Plane{Pictures: pictures, Height: height, Width: width, Channels: channels, border: border, pitch: channels}
	if border == 0 && channels%512 == 0 {
		p.pitch += 16
	}
	pixels := pictures*(height+2*border)*(width+2*border) + slack + 2*border*(width+2*border)
	p.data = aligned(pixels * p.pitch)
	return p
}

// aligned returns n zeros at an address that 64 divides.
func aligned(n int) []float32 {
	data := make([]float32, n+15)
	off := (64 - int(uintptr(unsafe.Pointer(unsafe.SliceData(data)))%64)) % 64 / 4
	return data[off : off+n : off+n]
}

// at is where the pixel's numbers begin. Places in the border are negative or
// beyond the size.
func (p *Plane) at(picture, y, x int) int {
	return ((picture*(p.Height+2*p.border)+y+p.border)*(p.Width+2*p.border) + x + p.border) * p.pitch
}

// Row returns the numbers of a row of a picture, to be read or written. The plane
// must have a border, or channels that are no multiple of 512: then pixels follow
// each other without gaps.
func (p *Plane) Row(picture, y int) []float32 {
	from := p.at(picture, y, 0)
	return p.data[from : from+p.Width*p.pitch : from+p.Width*p.pitch]
}

// Pixel returns the numbers of a pixel, to be read or written.
func (p *Plane) Pixel(picture, y, x int) []float32 {
	from := p.at(picture, y, x)
	return p.data[from : from+p.Channels : from+p.Channels]
}
