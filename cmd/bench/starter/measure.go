package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

type bench struct {
	options
	work string
}

// measure trains with each seed.
func (b *bench) measure(ctx context.Context, set, weights string) (row, error) {
	name, folder, ours := strings.Cut(set, "=")
	r := row{Set: name, Weights: weights}
	for k := range b.seeds {
		seed := b.first + uint64(k)
		pictures := folder
		if !ours {
			var err error
			if pictures, err = b.draw(ctx, name, b.each, seed); err != nil {
				return r, err
			}
		}
		head := filepath.Join(b.work, "head.safetensors")
		held, took, sign, err := b.trainOn(ctx, pictures, weights, head, seed)
		if err != nil {
			return r, err
		}
		r.Held.add(held)
		r.Runs = append(r.Runs, held.share())
		r.Seconds += took / float64(b.seeds)
		r.FirstSign = max(r.FirstSign, sign)
		if ours || b.fresh == 0 {
			continue
		}
		fresh, err := b.recognise(ctx, name, weights, head, seed+1_000_000)
		if err != nil {
			return r, err
		}
		r.Fresh.add(fresh)
	}
	return r, nil
}

// draw draws a set and returns its folder.
func (b *bench) draw(ctx context.Context, set string, n int, seed uint64) (string, error) {
	dir := filepath.Join(b.work, fmt.Sprintf("%s-%d-%d", set, n, seed))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil // drawn for other weights
	}
	args := []string{"samples", "-seed", fmt.Sprint(seed)}
	if n > 0 {
		args = append(args, "-n", fmt.Sprint(n))
	}
	_, err := b.graftCommand(ctx, append(args, set, dir)...)
	return dir, err
}

// trainOn trains a head with the default settings. It returns how many held-out
// pictures it got right, the seconds from start to end, and those until the first
// sign of progress.
func (b *bench) trainOn(ctx context.Context, pictures, weights, head string, seed uint64) (held tally, took, sign float64, err error) {
	args := append([]string{"train", "-json", "-fresh", "-cache", "", "-backend", b.backend, "-weights", weights,
		"-seed", fmt.Sprint(seed), "-o", head}, b.train...)
	c := exec.CommandContext(ctx, b.graft, append(args, pictures)...)
	var faults bytes.Buffer
	c.Stderr = &faults
	out, err := c.StdoutPipe()
	if err != nil {
		return held, 0, 0, err
	}
	began := time.Now()
	if err := c.Start(); err != nil {
		return held, 0, 0, fmt.Errorf("%w (make build makes it)", err)
	}
	var done struct {
		Kind   string `json:"kind"`
		Result struct {
			Report struct{ Correct, Count int } `json:"report"`
		} `json:"result"`
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		if sign == 0 {
			sign = time.Since(began).Seconds()
		}
		if bytes.Contains(lines.Bytes(), []byte(`"kind":"done"`)) {
			if err := json.Unmarshal(lines.Bytes(), &done); err != nil {
				return held, 0, 0, err
			}
		}
	}
	if err := c.Wait(); err != nil {
		return held, 0, 0, fmt.Errorf("graft train: %w: %s", err, faults.String())
	}
	if done.Result.Report.Count == 0 {
		return held, 0, 0, fmt.Errorf("graft train: no report in what it printed")
	}
	return tally{done.Result.Report.Correct, done.Result.Report.Count}, time.Since(began).Seconds(), sign, nil
}

// recognise draws new pictures and counts how many the head names rightly.
func (b *bench) recognise(ctx context.Context, set, weights, head string, seed uint64) (tally, error) {
	dir, err := b.draw(ctx, set, b.fresh, seed)
	if err != nil {
		return tally{}, err
	}
	pictures, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		return tally{}, err
	}
	out, err := b.graftCommand(ctx, append([]string{"predict", "-json", "-backend", b.backend, "-weights", weights, head}, pictures...)...)
	if err != nil {
		return tally{}, err
	}
	var t tally
	for line := range bytes.Lines(out) {
		var p struct {
			Picture string
			Classes []struct{ Name string }
		}
		if err := json.Unmarshal(line, &p); err != nil || len(p.Classes) == 0 {
			return t, fmt.Errorf("graft predict: %.200q: want a picture with its classes", line)
		}
		t.Count++
		if p.Classes[0].Name == filepath.Base(filepath.Dir(p.Picture)) {
			t.Right++
		}
	}
	if t.Count != len(pictures) {
		return t, fmt.Errorf("graft predict named %d of %d pictures", t.Count, len(pictures))
	}
	return t, nil
}

func (b *bench) graftCommand(ctx context.Context, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, b.graft, args...)
	var out, faults bytes.Buffer
	c.Stdout, c.Stderr = &out, &faults
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("graft %s: %w: %s", strings.Join(args[:min(len(args), 2)], " "), err, faults.String())
	}
	return slices.Clip(out.Bytes()), nil
}
