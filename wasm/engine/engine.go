package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"time"

	"graft/core/augment"
	"graft/core/fault"
	"graft/core/head"
	"graft/core/imagefile"
	"graft/core/lru"
	"graft/core/recipe"
	"graft/core/sample"
)

// engine is the state of one worker. Messages come one at a time.
type engine struct {
	limits   imagefile.Limits
	pictures *lru.Cache[string, *augment.Source] // the opened ones
	plans    plans
	head     *head.Head
	archive  openArchive
	exporter exporter
	sheet    []byte // of the last renderAll, used again
}

func newEngine() *engine {
	return &engine{limits: imagefile.DefaultLimits(), pictures: newPictures(maxOpenPixels), plans: newPlans()}
}

// maxOpenPixels bounds the pictures kept open, 5⅓ bytes a pixel: 128 MB, or the
// newest alone. The page runs several workers.
const maxOpenPixels = 24 << 20

// opened describes a picture.
type opened struct {
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Format string `json:"format"`
	Digest string `json:"digest"` // SHA-256 of the file, hexadecimal
	Bytes  int    `json:"bytes"`  // of the file
}

func describe(p *imagefile.Picture, bytes int) opened {
	return opened{p.Image.Rect.Dx(), p.Image.Rect.Dy(), p.Format, hex.EncodeToString(p.Digest[:]), bytes}
}

// open decodes data and keeps it under key, in place of what was there.
func (e *engine) open(key string, data []byte) (opened, error) {
	e.pictures.Remove(key) // its memory may be needed
	p, err := imagefile.Decode(data, e.limits)
	if err != nil {
		return opened{}, err
	}
	e.pictures.Put(key, augment.NewSource(p))
	return describe(p, len(data)), nil
}

func (e *engine) close(key string) { e.pictures.Remove(key) }

// rendered is one view of a picture.
type rendered struct {
	image *image.NRGBA // valid until the next render
	draws string       // JSON
	took  time.Duration
}

const plainView = -1

// render applies a recipe to an opened picture.
func (e *engine) render(key, text string, view int) (rendered, error) {
	start := time.Now()
	src, p, err := e.pictureAndPlan(key, text)
	if err != nil {
		return rendered{}, err
	}
	draws, err := p.view(p.canvas, src, view)
	return rendered{p.canvas, draws, time.Since(start)}, err
}

// view draws a view of src onto dst and returns what its steps drew, as JSON.
func (c *compiled) view(dst *image.NRGBA, src *augment.Source, view int) (draws string, err error) {
	if view == plainView {
		return "[]", c.plan.Plain(dst, src)
	}
	if err := c.plan.Apply(dst, src, view); err != nil {
		return "", err
	}
	b, err := json.Marshal(c.plan.Draws(src, view))
	return string(b), err
}

// sheet is several views of a picture, one below the other.
type sheet struct {
	size  image.Point // of one
	pix   []byte      // RGBA; valid until the next sheet
	draws []string    // JSON, a view
	took  time.Duration
}

const maxSheetBytes = 64 << 20

// renderAll is render for several views: a message for each takes longer than
// a small result does.
func (e *engine) renderAll(key, text string, views []int) (sheet, error) {
	start := time.Now()
	src, p, err := e.pictureAndPlan(key, text)
	if err != nil {
		return sheet{}, err
	}
	each := len(p.canvas.Pix)
	if len(views)*each > maxSheetBytes {
		return sheet{}, fmt.Errorf("engine: %d views of %d bytes: want at most %d bytes in all", len(views), each, maxSheetBytes)
	}
	if cap(e.sheet) < len(views)*each {
		e.sheet = make([]byte, len(views)*each)
	}
	out := sheet{size: p.canvas.Rect.Size(), pix: e.sheet[:len(views)*each], draws: make([]string, len(views))}
	for i, view := range views {
		dst := *p.canvas
		dst.Pix = out.pix[i*each:][:each]
		if out.draws[i], err = p.view(&dst, src, view); err != nil {
			return sheet{}, err
		}
	}
	out.took = time.Since(start)
	return out, nil
}

// png is render as a file.
func (e *engine) png(key, text string, view int) ([]byte, error) {
	r, err := e.render(key, text, view)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = imagefile.EncodePNG(&b, r.image)
	return b.Bytes(), err
}

// sample draws picture index of a class of a bundled set.
func (e *engine) sample(set, class string, index int) (sample.Item, error) {
	k, err := sample.LookupKind(set)
	if err != nil {
		return sample.Item{}, err
	}
	o := k.Options()
	o.PerClass = max(o.PerClass, index+1) // a picture does not depend on how many there are
	return sample.Draw(o, class, index)
}

// headInfo describes a head.
type headInfo struct {
	Classes       []string `json:"classes"`
	Size          [2]int   `json:"size"`
	Weights       string   `json:"weights"`
	WeightsDigest string   `json:"weights_digest"`
	Backbone      string   `json:"backbone"`
}

// openHead reads a head; predict uses the one opened last.
func (e *engine) openHead(data []byte) (headInfo, error) {
	h, err := head.Decode(data)
	if err != nil {
		return headInfo{}, err
	}
	e.head = h
	return headInfo{h.Classes, h.Size, h.Weights, h.WeightsDigest, h.Backbone}, nil
}

// What the scripts of the page answer by opening it again: an engine forgets pictures when
// it is short of room, and one that was started anew has no head.
var (
	errNoHead  = fault.Define("engine.no_head", "engine: no head is open")
	errNotOpen = fault.Define("engine.not_open", "engine: picture {key:%q}: not open")
)

// predict returns the probability of each class for features, float32 in
// little-endian as the server sends them.
func (e *engine) predict(features []byte) ([]float32, error) {
	if e.head == nil {
		return nil, errNoHead.Err()
	}
	if len(features) != 4*head.Features {
		return nil, fmt.Errorf("engine: %d bytes of features: want %d", len(features), 4*head.Features)
	}
	f := make([]float32, head.Features)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(features[4*i:]))
	}
	return e.head.Predict(f)
}

// newPictures keeps the opened pictures, of at most that many pixels together.
func newPictures(pixels int) *lru.Cache[string, *augment.Source] {
	return lru.New[string](pixels, func(s *augment.Source) int { return s.W() * s.H() })
}

// pictureAndPlan returns a picture that is open and the plan of a recipe.
func (e *engine) pictureAndPlan(key, text string) (*augment.Source, *compiled, error) {
	src, err := e.openedPicture(key)
	if err != nil {
		return nil, nil, err
	}
	p, err := e.plans.get(text)
	return src, p, err
}

// openedPicture returns a picture that is open.
func (e *engine) openedPicture(key string) (*augment.Source, error) {
	s, ok := e.pictures.Get(key)
	if !ok {
		return nil, errNotOpen.Err(key)
	}
	return s, nil
}

// plans keeps the last few recipes compiled: a grid asks for one many times,
// and a moved slider for a new one.
type plans struct{ kept *lru.Cache[string, *compiled] }

func newPlans() plans {
	return plans{lru.New[string](4, func(*compiled) int { return 1 })}
}

type compiled struct {
	plan   *augment.Plan
	canvas *image.NRGBA
}

func (p *plans) get(text string) (*compiled, error) {
	if c, ok := p.kept.Get(text); ok {
		return c, nil
	}
	r, err := recipe.ParseJSON([]byte(text))
	if err != nil {
		return nil, err
	}
	plan, err := augment.Compile(r)
	if err != nil {
		return nil, err
	}
	c := &compiled{plan, image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))}
	p.kept.Put(text, c)
	return c, nil
}
