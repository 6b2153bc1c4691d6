package tune

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"slices"
	"sync"

	"graft/core/augment"
	"graft/core/imagefile"
	"graft/core/recipe"
)

// mixer says which views are mixed with another picture's, with whose and in
// what shares. All of it depends on the recipe, the picture and the training
// pictures only. A nil mixer mixes nothing.
type mixer struct {
	mu    sync.Mutex // of plan, which is for one goroutine at a time
	plan  *augment.Plan
	units []*unit // training pictures by digest
}

// newMixer returns nil if the recipe mixes nothing or there is nothing to mix.
func newMixer(r recipe.Recipe, training []*unit) (*mixer, error) {
	mixes := slices.ContainsFunc(r.Steps, func(s recipe.Step) bool {
		o, ok := recipe.Lookup(s.Op)
		return ok && o.Kind == recipe.Batch && !s.Off && s.P > 0
	})
	if !mixes || len(training) < 2 {
		return nil, nil
	}
	plan, err := augment.Compile(r)
	if err != nil {
		return nil, fmt.Errorf("tune: %w", err)
	}
	m := &mixer{plan: plan, units: slices.Clone(training)}
	slices.SortFunc(m.units, func(a, b *unit) int { return bytes.Compare(a.item.Digest[:], b.item.Digest[:]) })
	return m, nil
}

// draw returns how a view of u is mixed and with what, or nil if it is not.
func (m *mixer) draw(u *unit, view int) ([]augment.Mix, *unit) {
	if m == nil || view == plainView {
		return nil, nil
	}
	// What is drawn depends on the digest, not on the pixels.
	src := augment.NewSource(&imagefile.Picture{Image: image.NewNRGBA(image.Rect(0, 0, 1, 1)), Digest: u.item.Digest})
	m.mu.Lock()
	mixes := m.plan.Mixes(src, view)
	m.mu.Unlock()
	if !slices.ContainsFunc(mixes, func(x augment.Mix) bool { return x.Applied }) {
		return nil, nil
	}
	return mixes, m.partner(u, view)
}

// partner is the training picture that a view of u is mixed with, drawn evenly
// among the others.
func (m *mixer) partner(u *unit, view int) *unit {
	h := sha256.New()
	h.Write([]byte("graft partner"))
	h.Write(u.item.Digest[:])
	binary.Write(h, binary.LittleEndian, int64(view))
	n := binary.LittleEndian.Uint64(h.Sum(nil))
	others := slices.DeleteFunc(slices.Clone(m.units), func(o *unit) bool { return o == u })
	return others[n%uint64(len(others))]
}

// label is what a view of u, of that class, shows.
func (m *mixer) label(u *unit, class, view int) label {
	l := labelOf(class)
	mixes, other := m.draw(u, view)
	for _, x := range mixes {
		if x.Applied {
			l.share *= x.Lambda
		}
	}
	if other != nil {
		l.other = other.item.Class
	}
	return l
}

// key is what the cache knows a view of u by: the picture's digest, or that of
// both where it is mixed.
func (m *mixer) key(u *unit, view int) [32]byte {
	_, other := m.draw(u, view)
	if other == nil {
		return u.item.Digest
	}
	return sha256.Sum256(slices.Concat([]byte("graft mix"), u.item.Digest[:], other.item.Digest[:]))
}
