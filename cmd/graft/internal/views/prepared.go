package views

import (
	"context"
	"sync"
	"sync/atomic"

	"graft/core/augment"
	"graft/core/imagefile"
)

// prepared is an original, decoded by the first of its portions and let go by
// the last.
type prepared struct {
	original
	room *room
	left atomic.Int32 // portions to come

	once   sync.Once
	src    *augment.Source
	data   []byte
	err    error
	pixels int64 // taken from room
}

// open waits until there is room for the picture.
func (p *prepared) open() (*augment.Source, []byte, error) {
	p.once.Do(func() {
		if p.data, p.err = p.read(); p.err != nil {
			return
		}
		lim := imagefile.DefaultLimits()
		var info imagefile.Info
		if info, p.err = imagefile.Inspect(p.data, lim); p.err != nil {
			return
		}
		pixels := int64(info.W) * int64(info.H)
		if p.err = p.room.reserve(pixels); p.err != nil {
			return
		}
		p.pixels = pixels
		var picture *imagefile.Picture
		if picture, p.err = imagefile.Decode(p.data, lim); p.err == nil {
			p.src = augment.NewSource(picture)
		}
	})
	return p.src, p.data, p.err
}

// release is called once for every open.
func (p *prepared) release() {
	if p.left.Add(-1) == 0 {
		p.room.give(p.pixels)
	}
}

// room bounds what is decoded at a time. Who needs more than there is gets it
// when nobody else has any.
type room struct {
	ctx  context.Context
	mu   sync.Mutex
	free *sync.Cond
	used int64
	max  int64
}

func newRoom(ctx context.Context, max int64) *room {
	r := &room{ctx: ctx, max: max}
	r.free = sync.NewCond(&r.mu)
	context.AfterFunc(ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.free.Broadcast()
	})
	return r
}

func (r *room) reserve(n int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.used > 0 && r.used+n > r.max {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.free.Wait()
	}
	r.used += n
	return r.ctx.Err()
}

func (r *room) give(n int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= n
	r.free.Broadcast()
}
