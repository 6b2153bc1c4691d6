package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"github.com/disintegration/imaging"

	"graft/core/augment"
	"graft/core/head"
	"graft/core/imagefile"
	"graft/core/thumbnail"
)

// Sizes of what goes with a link. The limits in bytes are core/link's.
const (
	sharedSide  = 1600 // px, the longer side of an attached picture
	sharedBytes = 512 << 10
	cardBytes   = 256 << 10
	cardWidth   = 1200 // px, what Open Graph images are shown at
	cardHeight  = 630
	cardGap     = 6
)

// shared is a picture as it goes with a link.
type shared struct {
	Width  int `json:"width"`
	Height int `json:"height"`
	file   []byte
}

// share encodes a picture anew: smaller if it is large, as a JPEG, and so
// without anything that its file said besides.
func (e *engine) share(data []byte) (shared, error) {
	p, err := imagefile.Decode(data, e.limits)
	if err != nil {
		return shared{}, err
	}
	for side := sharedSide; ; side = side * 3 / 4 {
		small := shrink(p, side)
		file, err := jpegWithin(small, sharedBytes)
		if err != nil {
			return shared{}, err
		}
		if file != nil {
			return shared{small.Rect.Dx(), small.Rect.Dy(), file}, nil
		}
	}
}

// shrink makes a picture smaller by Lanczos, which keeps it crisp: a visitor of a link
// works with it. It goes to twice the size through the halvings that augment makes,
// which takes a tenth of the time of the filter over a whole photo.
func shrink(p *imagefile.Picture, side int) *image.NRGBA {
	w, h := thumbnail.Fit(p.Image.Rect.Dx(), p.Image.Rect.Dy(), side)
	if w == p.Image.Rect.Dx() && h == p.Image.Rect.Dy() {
		return p.Image
	}
	from := p.Image
	if from.Rect.Dx() > 4*w || from.Rect.Dy() > 4*h {
		from = image.NewNRGBA(image.Rect(0, 0, 2*w, 2*h))
		augment.NewSource(p).Stretch(from)
	}
	return imaging.Resize(from, w, h, imaging.Lanczos)
}

// jpegWithin encodes img as well as most bytes allow, or returns nil.
func jpegWithin(img *image.NRGBA, most int) ([]byte, error) {
	// The encoder is quick on RGBA only, and an opaque picture is the same in both.
	rgba := &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
	for _, quality := range []int{90, 80, 70, 60} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, rgba, &jpeg.Options{Quality: quality}); err != nil {
			return nil, fmt.Errorf("engine: share: %w", err)
		}
		if b.Len() <= most {
			return b.Bytes(), nil
		}
	}
	return nil, nil
}

// card draws the first nine views of a picture as the image of a preview card.
func (e *engine) card(data []byte, text string) (shared, error) {
	p, err := imagefile.Decode(data, e.limits)
	if err != nil {
		return shared{}, err
	}
	c, err := e.plans.get(text)
	if err != nil {
		return shared{}, err
	}
	img := image.NewNRGBA(image.Rect(0, 0, cardWidth, cardHeight))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{0xfa, 0xf8, 0xf3, 255}), image.Point{}, draw.Src)
	src := augment.NewSource(p)
	size := tileSize(c.canvas.Rect.Size())
	corner := image.Pt((cardWidth-3*size.X-2*cardGap)/2, (cardHeight-3*size.Y-2*cardGap)/2)
	for view := range 9 {
		if _, err := c.view(c.canvas, src, view); err != nil {
			return shared{}, err
		}
		at := corner.Add(image.Pt(view%3*(size.X+cardGap), view/3*(size.Y+cardGap)))
		draw.Draw(img, image.Rectangle{at, at.Add(size)}, imaging.Resize(c.canvas, size.X, size.Y, imaging.Lanczos), image.Point{}, draw.Over)
	}
	file, err := jpegWithin(img, cardBytes)
	if err == nil && file == nil {
		err = fmt.Errorf("engine: card: larger than %d bytes at every quality", cardBytes)
	}
	return shared{cardWidth, cardHeight, file}, err
}

// tileSize is what a view measures on the card, its aspect kept.
func tileSize(view image.Point) image.Point {
	room := image.Pt((cardWidth-4*cardGap)/3, (cardHeight-4*cardGap)/3)
	if view.X*room.Y > view.Y*room.X { // wider than the room
		return image.Pt(room.X, max(1, view.Y*room.X/view.X))
	}
	return image.Pt(max(1, view.X*room.Y/view.Y), room.Y)
}

// half writes a head in 16 bits, as it goes with a link.
func half(data []byte) (headInfo, []byte, error) {
	h, err := head.Decode(data)
	if err != nil {
		return headInfo{}, nil, err
	}
	file, err := h.EncodeHalf()
	return headInfo{h.Classes, h.Size, h.Weights, h.WeightsDigest, h.Backbone}, file, err
}
