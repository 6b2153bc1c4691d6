package imagefile

import (
	"context"
	"io"
)

// filePiece is what most decoders read at a time of themselves. A piece of a packed
// picture unpacks to 4 MB at most (deflate) or 11 MB (GIF): less than 0.1 s of work.
const filePiece = 4096

// pieces reads a file piece by piece, and fails once its context has ended: to be
// refused a read is the one way in which a decoder that knows nothing of contexts can
// be stopped.
type pieces struct {
	ctx   context.Context
	r     io.Reader
	piece int // bytes of the largest
}

func (p *pieces) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b[:min(len(b), p.piece)])
}
