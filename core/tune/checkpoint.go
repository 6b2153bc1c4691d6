package tune

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"graft/core/disk"
	"graft/core/recipe"
	"graft/core/tune/internal/optimize"
)

// A checkpoint is a line of text, the length of a JSON header (uint64), the
// header, the numbers of every tensor in its order, and CRC-32 (Castagnoli) of all
// that; little-endian. It is written beside the old one and renamed, so a run that
// is killed finds the one or the other whole.
const checkpointMagic = "graft checkpoint 1\n"

type checkpointHeader struct {
	Run     string `json:"run"` // what the run is of: another run's is not taken
	State   state  `json:"state"`
	Values  []int  `json:"values"` // lengths
	Best    []int  `json:"best"`
	Moments bool   `json:"moments"` // whether the optimizer has second moments
}

// checkpointTable is that of CRC-32 (Castagnoli), which ends a checkpoint.
var checkpointTable = crc32.MakeTable(crc32.Castagnoli)

// saveEvery is how often checkpoints are written at most: epochs of a head take
// milliseconds, and what two seconds computed is soon computed again.
const saveEvery = 2 * time.Second

// saver writes and reads the checkpoint of a run. With an empty path it does
// nothing.
type saver struct {
	path string
	run  string
	now  func() time.Time
	last time.Time
}

func newSaver(o *Options, s *sets) *saver {
	c := &saver{path: o.Checkpoint, now: o.Now}
	if c.path != "" {
		c.run = fingerprint(o, s)
	}
	return c
}

// fingerprint is a digest of everything that decides what a run computes. The side
// of 224, the only one there used to be, is no part of it, as in the caches' keys.
func fingerprint(o *Options, s *sets) string {
	h := sha256.New()
	r := o.Recipe.Clone()
	r.Train = &o.Train
	fmt.Fprintf(h, "%s\n%s\n%s\n%s\n%v\n%v\n", r.JSON(), o.Weights.Digest, o.Weights.Preprocessing, o.Backend.Name(), o.RawFeatures, s.classes)
	if o.side() != recipe.DefaultInput {
		fmt.Fprintf(h, "input %d\n", o.side())
	}
	for _, list := range [][]example{s.train, s.val} {
		for _, e := range list {
			fmt.Fprintf(h, "%x %d %v\n", e.unit.item.Digest, e.view, e.label)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// save writes the checkpoint, unless the last one is fresh and this one not the
// end of a phase. A failure is not the run's: it goes on, and says so at its end.
func (c *saver) save(t *trainer, must bool) {
	if c.path == "" || !must && !c.last.IsZero() && c.now().Sub(c.last) < saveEvery {
		return
	}
	if err := writeAtomically(c.path, func(w io.Writer) error { return c.write(w, t) }); err != nil && t.saveFault == nil {
		t.saveFault = err
	}
	c.last = c.now()
}

func (c *saver) remove() {
	if c.path != "" {
		os.Remove(c.path) // if it stays, the next run of the same kind is over at once
	}
}

func (c *saver) write(w io.Writer, t *trainer) error {
	head, err := json.Marshal(checkpointHeader{c.run, t.state, lengths(t.state.values), lengths(t.state.best), t.opt.V != nil})
	if err != nil {
		return err
	}
	sum := crc32.New(checkpointTable)
	out := io.MultiWriter(w, sum)
	if _, err := io.WriteString(out, checkpointMagic); err != nil {
		return err
	}
	if _, err := out.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...)); err != nil {
		return err
	}
	for _, x := range slices.Concat(t.state.values, t.opt.M, t.opt.V, t.state.best) {
		if err := writeFloats(out, x); err != nil {
			return err
		}
	}
	_, err = w.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

func lengths(list [][]float32) []int {
	n := make([]int, len(list))
	for i, x := range list {
		n[i] = len(x)
	}
	return n
}

const floatsAtOnce = 1 << 14

func writeFloats(w io.Writer, x []float32) error {
	buf := make([]byte, 0, 4*floatsAtOnce)
	for part := range slices.Chunk(x, floatsAtOnce) {
		buf = buf[:0]
		for _, v := range part {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

func readFloats(r io.Reader, x []float32) error {
	buf := make([]byte, 4*floatsAtOnce)
	for part := range slices.Chunk(x, floatsAtOnce) {
		b := buf[:4*len(part)]
		if _, err := io.ReadFull(r, b); err != nil {
			return err
		}
		for i := range part {
			part[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
	}
	return nil
}

// restore takes up an earlier run of the same kind, if there is one.
func (c *saver) restore(t *trainer) error {
	if c.path == "" {
		return nil
	}
	f, err := os.Open(c.path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return c.read(f, info.Size(), t)
}

// read reads a checkpoint of size bytes. One of another run is not an error: it is
// as if it were not there.
func (c *saver) read(f io.Reader, size int64, t *trainer) error {
	sum := crc32.New(checkpointTable)
	buffered := bufio.NewReaderSize(f, 1<<16)
	r := io.TeeReader(buffered, sum)
	h, length, err := readCheckpointHeader(r, size)
	if err != nil {
		return err
	}
	if h.Run != c.run {
		return nil
	}
	numbers := 0
	for _, n := range slices.Concat(h.Values, h.Values, h.Best) {
		numbers += n
	}
	if h.Moments {
		for _, n := range h.Values {
			numbers += n
		}
	}
	if want := int64(len(checkpointMagic)) + 8 + length + 4*int64(numbers) + 4; want != size || len(h.Values) < 2 {
		return fmt.Errorf("checkpoint: %d bytes: want %d", size, want)
	}
	opt := &optimize.Optimizer{Train: t.o.Train, Steps: h.State.Steps}
	groups := []struct {
		into *[][]float32
		n    []int
	}{{&h.State.values, h.Values}, {&opt.M, h.Values}, {&opt.V, h.Values}, {&h.State.best, h.Best}}
	if !h.Moments {
		groups = slices.Delete(groups, 2, 3)
	}
	for _, g := range groups {
		for _, n := range g.n {
			x := make([]float32, n)
			if err := readFloats(r, x); err != nil {
				return fmt.Errorf("checkpoint: %w", err)
			}
			*g.into = append(*g.into, x)
		}
	}
	return c.adopt(t, h.State, opt, sum, buffered)
}

// adopt makes the state the trainer's once the checksum is right.
func (c *saver) adopt(t *trainer, s state, opt *optimize.Optimizer, sum hash.Hash32, rest io.Reader) error {
	want := sum.Sum32()
	var end [4]byte
	if _, err := io.ReadFull(rest, end[:]); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if got := binary.LittleEndian.Uint32(end[:]); got != want {
		return fmt.Errorf("checkpoint: checksum %08x: want %08x: the file is damaged", got, want)
	}
	if s.Least == 0 && s.Done == 0 {
		s.Least = math.Inf(1)
	}
	t.state, t.opt = s, opt
	return nil
}

// maxCheckpointHeader bounds the header: a thousand epochs and 320 lengths.
const maxCheckpointHeader = 1 << 20

func readCheckpointHeader(r io.Reader, size int64) (h checkpointHeader, length int64, err error) {
	start := make([]byte, len(checkpointMagic)+8)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(checkpointMagic)]) != checkpointMagic {
		return h, 0, fmt.Errorf("checkpoint: not a checkpoint of this version")
	}
	n := binary.LittleEndian.Uint64(start[len(checkpointMagic):])
	if n > maxCheckpointHeader || int64(n) > size {
		return h, 0, fmt.Errorf("checkpoint: a header of %d bytes: want at most %d", n, maxCheckpointHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return h, 0, fmt.Errorf("checkpoint: %w", err)
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, 0, fmt.Errorf("checkpoint: header: %w", err)
	}
	for _, n := range slices.Concat(h.Values, h.Best) {
		if n < 0 || int64(n) > size/4 {
			return h, 0, fmt.Errorf("checkpoint: a tensor of %d numbers in a file of %d bytes", n, size)
		}
	}
	return h, int64(n), nil
}

// writeAtomically replaces the file at path by what write writes, or leaves what
// was there.
func writeAtomically(path string, write func(w io.Writer) error) error {
	if err := disk.MakeDir(filepath.Dir(path)); err != nil {
		return err
	}
	return disk.Replace(path, disk.Private, write)
}
