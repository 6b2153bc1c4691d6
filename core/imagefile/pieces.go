package imagefile

import (
	"context"
	"io"
	"time"
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
	reads int
}

func (p *pieces) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	if p.reads++; p.reads%readsALook == 0 && overdue(p.ctx) {
		return 0, context.DeadlineExceeded
	}
	return p.r.Read(b[:min(len(b), p.piece)])
}

// readsALook is how many reads there are to a look at the clock, which costs a
// microsecond in a tab.
const readsALook = 4

// overdue says whether the time of ctx is over. In a tab ctx itself does not know while
// a decoder works: there are no timers then.
func overdue(ctx context.Context) bool {
	end, ok := ctx.Deadline()
	return ok && !time.Now().Before(end)
}
