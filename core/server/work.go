package server

import (
	"math"
	"runtime"
	"time"

	"graft/core/line"
)

// work is a line for each kind of work that costs, in which clients take turns: one
// who asks for much waits for itself. What has little to do does not stand behind what
// has much.
type work struct {
	decode  []lane     // decoding pictures, small ones first
	compute *line.Line // what the network makes of a picture, 100 ms and more
	load    *line.Line // models that are not in memory: seconds
	arrive  *line.Line // archives on their way, on the disk
	unpack  *line.Line // archives, each of which decodes a few pictures at a time
	write   *line.Line // files of a model and its head, 200 MB of memory each
}

func newWork() work {
	processors := runtime.GOMAXPROCS(0)
	some := max(2, min(processors, 16))
	return work{
		decode: []lane{
			{
				line:  line.New(line.Limits{Places: some, Each: some - 1, Waiting: 400, WaitingEach: 40, Retry: 2 * time.Second}),
				bytes: 4 << 20, samples: 2 << 20,
			},
			{
				line:  line.New(line.Limits{Places: min(max(1, processors/2), 4), Each: 1, Waiting: 200, WaitingEach: 20, Retry: 5 * time.Second}),
				bytes: 16 << 20, samples: 24 << 20, counted: true,
			},
			{
				line:  line.New(line.Limits{Places: min(max(1, processors/4), 2), Each: 1, Waiting: 60, WaitingEach: 6, Retry: 10 * time.Second}),
				bytes: math.MaxInt64, samples: math.MaxInt64, counted: true,
			},
		},
		compute: line.New(line.Limits{Places: 2, Each: 2, Waiting: 400, WaitingEach: 40, Retry: 2 * time.Second}),
		load:    line.New(line.Limits{Places: 1, Each: 1, Waiting: 40, WaitingEach: 4, Retry: 5 * time.Second}),
		arrive:  line.New(line.Limits{Places: 60, Each: 30, Waiting: 100, WaitingEach: 50, Retry: 20 * time.Second}),
		unpack:  line.New(line.Limits{Places: 2, Each: 1, Waiting: 60, WaitingEach: 30, Retry: 20 * time.Second}), // as many as may arrive
		write:   line.New(line.Limits{Places: 1, Each: 1, Waiting: 40, WaitingEach: 4, Retry: 5 * time.Second}),
	}
}

// lane is a line for decoding pictures of at most so many bytes, and samples in all
// scans: thumbnails and what is drawn, some 30 ms; photos, some 300 ms and 200 MB; and all
// others, seconds and 512 MB. Those in the last two share their memory with the pictures of
// data sets that are checked: as much as one may take.
type lane struct {
	line    *line.Line
	bytes   int64
	samples int64
	counted bool // in the memory that is shared
}
