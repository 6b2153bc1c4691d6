package imagefile

import (
	"fmt"
	"image"
	"image/png"
	"io"
	"sync"
)

// EncodePNG writes img. The same pixels give the same bytes on every platform
// (for one version of Go, whose compressor it is).
func EncodePNG(w io.Writer, img *image.NRGBA) error {
	e := png.Encoder{BufferPool: &buffers}
	if err := e.Encode(w, img); err != nil {
		return fmt.Errorf("imagefile: encode png: %w", err)
	}
	return nil
}

// buffers keeps the compressor's state, some 800 kB, which takes longer to make
// than a small picture to pack.
var buffers encoderBuffers

type encoderBuffers struct{ pool sync.Pool }

// Get returns nil if there is none to use again.
func (b *encoderBuffers) Get() *png.EncoderBuffer {
	e, _ := b.pool.Get().(*png.EncoderBuffer)
	return e
}

// Put keeps e for the next picture.
func (b *encoderBuffers) Put(e *png.EncoderBuffer) { b.pool.Put(e) }
