package imagefile

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"

	"golang.org/x/image/webp"
)

// decodeWebP decodes a WebP; of an animation, which Go's decoder refuses, the
// first frame.
func decodeWebP(ctx context.Context, data []byte) (image.Image, error) {
	if !animated(data) {
		img, err := webp.Decode(&pieces{ctx: ctx, r: bytes.NewReader(data), piece: filePiece})
		return asVideo(img), err
	}
	canvas := image.Rect(0, 0, 1+uint24(data[24:]), 1+uint24(data[27:]))
	for id, body := range riffChunks(data[12:]) {
		if id == "ANMF" && len(body) >= 16 {
			return decodeFrame(ctx, canvas, body)
		}
	}
	return nil, errors.New("an animation without a frame")
}

func animated(data []byte) bool {
	return len(data) >= 30 && string(data[12:16]) == "VP8X" && data[20]&2 != 0
}

// decodeFrame decodes what an ANMF chunk holds (WebP container specification):
// the frame's place and size, then the chunks of a still picture.
func decodeFrame(ctx context.Context, canvas image.Rectangle, body []byte) (image.Image, error) {
	at := image.Pt(2*uint24(body), 2*uint24(body[3:]))
	var inner []byte
	if alpha, _, _ := firstChunk(body[16:]); alpha == "ALPH" {
		extended := append([]byte{16, 0, 0, 0}, body[6:12]...) // that there is alpha, and the size
		inner = appendChunk(inner, "VP8X", extended)
	}
	inner = append(inner, body[16:]...)
	still := appendChunk(nil, "RIFF", append([]byte("WEBP"), inner...))
	c, err := webp.DecodeConfig(bytes.NewReader(still))
	if err != nil {
		return nil, err
	}
	if !image.Rect(0, 0, c.Width, c.Height).Add(at).In(canvas) {
		return nil, errors.New("a frame larger than the picture")
	}
	frame, err := webp.Decode(&pieces{ctx: ctx, r: bytes.NewReader(still), piece: filePiece})
	if err != nil || frame.Bounds() == canvas {
		return asVideo(frame), err
	}
	flat, whole := image.NewNRGBA(frame.Bounds()), image.NewNRGBA(canvas)
	convert(flat, asVideo(frame))
	draw.Draw(whole, frame.Bounds().Add(at), flat, image.Point{}, draw.Src)
	return whole, nil
}

// riffChunks yields the chunks that lie one after the other in data.
func riffChunks(data []byte) func(yield func(id string, body []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for {
			id, body, rest := firstChunk(data)
			if id == "" || !yield(id, body) {
				return
			}
			data = rest
		}
	}
}

// firstChunk cuts off the first chunk; id is "" if there is no whole one.
func firstChunk(data []byte) (id string, body, rest []byte) {
	if len(data) < 8 {
		return "", nil, nil
	}
	n := int64(binary.LittleEndian.Uint32(data[4:]))
	if 8+n > int64(len(data)) {
		return "", nil, nil
	}
	return string(data[:4]), data[8 : 8+n], data[min(8+n+n%2, int64(len(data))):]
}

func appendChunk(b []byte, id string, body []byte) []byte {
	b = binary.LittleEndian.AppendUint32(append(b, id...), uint32(len(body)))
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
