package server

import (
	"context"
	"errors"

	"graft/core/imagefile"
	"graft/core/server/internal/exchange"
)

// errCostly says that a picture is for a line behind.
var errCostly = errors.New("it costs more than this line is for")

// decode decodes a picture, which read returns, in its client's turn and within the
// time for a picture, and hands it to do before the next one's turn. Its bytes, size of
// them, are read when it is decoded: what waits takes a megabyte at most.
func (s *Server) decode(ctx context.Context, size int64, read func() ([]byte, error), do func(*imagefile.Picture) error) error {
	err := errCostly
	for _, l := range s.work.decode {
		if errors.Is(err, errCostly) && size <= l.bytes {
			err = s.decodeIn(ctx, l, read, do)
		}
	}
	return err
}

func (s *Server) decodeIn(ctx context.Context, l lane, read func() ([]byte, error), do func(*imagefile.Picture) error) error {
	leave, err := exchange.Turn(ctx, l.line)
	if err != nil {
		return err
	}
	defer leave()
	data, err := read()
	if err != nil {
		return err
	}
	info, err := imagefile.Inspect(data, s.cfg.Limits.Image)
	if err != nil {
		return err
	}
	if info.Work > l.samples {
		return errCostly
	}
	if l.counted {
		if !s.pictures.Take(ctx, info.Memory) {
			return context.Cause(ctx)
		}
		defer s.pictures.Give(info.Memory)
	}
	p, err := imagefile.DecodeContext(ctx, data, s.cfg.Limits.Image)
	if err != nil {
		return err
	}
	return do(p)
}
