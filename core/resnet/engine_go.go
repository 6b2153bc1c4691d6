package resnet

import (
	"context"
	"fmt"
	"image"
	"runtime"

	"graft/core/resnet/internal/nhwc"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// goRun is how many pictures go through the network together on one processor:
// enough that the last stage's 60 MB of weights come from memory once for
// several of them. It is for pictures of 224 pixels; of smaller ones more go.
const goRun = 4

// goEngine runs the network in Go, some pictures on each processor.
type goEngine struct {
	net    *goNet
	table  *table
	places int           // most pictures of a run
	spaces chan *goSpace // free ones
}

func newGoEngine(w *weights.Set, run, side int) (*goEngine, error) {
	net, err := newGoNet(w)
	if err != nil {
		return nil, fmt.Errorf("resnet: prepare: %w", err)
	}
	if most := forArea(goRun, side, 16); run == 0 || run > most {
		run = most
	}
	parallel := runtime.GOMAXPROCS(0)
	e := &goEngine{net: net, table: tableOf(w.Preprocess), places: run, spaces: make(chan *goSpace, parallel)}
	for range parallel {
		s, err := net.space(run, side)
		if err != nil {
			return nil, fmt.Errorf("resnet: prepare: %w", err)
		}
		e.spaces <- s
	}
	return e, nil
}

func (e *goEngine) sizes() sizes { return sizes{run: e.places, parallel: cap(e.spaces)} }

func (e *goEngine) run(ctx context.Context, pictures []*image.NRGBA, features, maps [][]float32) error {
	s := <-e.spaces
	defer func() { e.spaces <- s }()
	for i, m := range pictures {
		for y := range s.input.Height {
			e.table.fillRow(s.input.Row(i, y), m, y)
		}
	}
	for _, step := range s.steps {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		step(len(pictures))
	}
	for i := range pictures {
		features[i] = make([]float32, FeatureSize)
		nhwc.Mean(s.maps, i, features[i])
		if maps != nil {
			maps[i] = make([]float32, 0, s.maps.Height*s.maps.Width*FeatureSize)
			for y := range s.maps.Height {
				for x := range s.maps.Width {
					maps[i] = append(maps[i], s.maps.Pixel(i, y, x)...)
				}
			}
		}
	}
	return nil
}

func (e *goEngine) close() {
	for range cap(e.spaces) {
		<-e.spaces
	}
}

// goNet is the network's convolutions, ready to be applied.
type goNet struct {
	stem   *nhwc.Layer
	blocks []goBlock
}

// goBlock is a bottleneck.
type goBlock struct {
	convs    [3]*nhwc.Layer
	shortcut *nhwc.Layer // or nil
}

func newGoNet(w *weights.Set) (*goNet, error) {
	layers := make(map[string]*nhwc.Layer)
	for _, f := range fold(w, false) {
		l, err := nhwc.NewLayer(f.In, f.Out, f.Conv.Kernel, f.Stride, f.Pad(), f.kernel, f.bias)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		layers[f.Name] = l
	}
	n := &goNet{stem: layers[layout.Stem().Name]}
	for _, b := range w.Variant.Blocks() {
		g := goBlock{}
		for i, c := range b.Convs {
			g.convs[i] = layers[c.Name]
		}
		if b.Shortcut != nil {
			g.shortcut = layers[b.Shortcut.Name]
		}
		n.blocks = append(n.blocks, g)
	}
	return n, nil
}

// goSpace is memory for some pictures on their way through the network, and
// that way.
type goSpace struct {
	run    int
	input  *nhwc.Plane
	maps   *nhwc.Plane   // the last feature map
	steps  []func(n int) // each for the first n pictures
	planes map[planeKey]*nhwc.Plane
	err    error
}

// planeKey says what a plane is for; blocks of one stage share theirs.
type planeKey struct {
	role           string
	size, channels int
}

func (n *goNet) space(run, side int) (*goSpace, error) {
	s := &goSpace{run: run, planes: make(map[planeKey]*nhwc.Plane)}
	s.input = nhwc.NewPlane(run, side, side, n.stem.In, n.stem.Pad)
	x := s.convolve("stem", n.stem, s.input, 1, nhwc.Step{ReLU: true})
	from, pooled := x, s.plane("pool", (x.Height+1)/2, x.Channels, 0)
	s.steps = append(s.steps, func(n int) { nhwc.MaxPool(from, pooled, n) })
	x = pooled
	for _, b := range n.blocks {
		shortcut := x
		if b.shortcut != nil {
			shortcut = s.convolve("block", b.shortcut, x, 0, nhwc.Step{})
		}
		y := s.convolve("first", b.convs[0], x, b.convs[1].Pad, nhwc.Step{ReLU: true})
		y = s.convolve("second", b.convs[1], y, 0, nhwc.Step{ReLU: true})
		// The sum goes where the shortcut is: a tile reads it before it writes.
		x = s.convolve("block", b.convs[2], y, 0, nhwc.Step{Add: shortcut, ReLU: true})
	}
	s.maps = x
	return s, s.err
}

// convolve adds a convolution of in to the way, into the plane for that role.
func (s *goSpace) convolve(role string, l *nhwc.Layer, in *nhwc.Plane, border int, step nhwc.Step) *nhwc.Plane {
	out := s.plane(role, (in.Height+2*l.Pad-l.Kernel)/l.Stride+1, l.Out, border)
	if err := l.Fits(in, out, step); err != nil && s.err == nil {
		s.err = err
	}
	s.steps = append(s.steps, func(n int) { l.Apply(in, out, step, 0, nhwc.Groups(out, n)) })
	return out
}

func (s *goSpace) plane(role string, size, channels, border int) *nhwc.Plane {
	key := planeKey{role, size, channels}
	if s.planes[key] == nil {
		s.planes[key] = nhwc.NewPlane(s.run, size, size, channels, border)
	}
	return s.planes[key]
}
