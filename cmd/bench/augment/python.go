package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed peers.py
var peersPy []byte

// measured is a line that peers.py prints.
type measured struct {
	Library string  `json:"library"`
	Version string  `json:"version"`
	Case    string  `json:"case"`
	MS      float64 `json:"ms"`
	Missing string  `json:"missing"` // why a library is not there, or has no figure
}

// python runs peers.py on cases. A library that is not installed is one line
// with Missing and without Case.
func python(ctx context.Context, program string, png []byte, names []string, budget time.Duration) ([]measured, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("%s is not there", program)
	}
	dir, err := os.MkdirTemp("", "bench-augment-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "source.png")
	if err := os.WriteFile(source, png, 0o644); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, path, "-", source, fmt.Sprint(views), fmt.Sprint(minRounds), fmt.Sprint(budget.Seconds()), strings.Join(names, ","))
	cmd.Stdin = strings.NewReader(string(peersPy))
	var errs strings.Builder
	cmd.Stderr = &errs
	// One thread for every library that reads this before it starts its own.
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "TF_CPP_MIN_LOG_LEVEL=3", "CUDA_VISIBLE_DEVICES=", "NO_ALBUMENTATIONS_UPDATE=1")
	out, err := cmd.Output()
	if err != nil {
		text := strings.TrimSpace(errs.String())
		return nil, fmt.Errorf("%s: %w: %s", program, err, text[strings.LastIndexByte(text, '\n')+1:])
	}
	var list []measured
	for lines := bufio.NewScanner(strings.NewReader(string(out))); lines.Scan(); {
		var m measured
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", program, lines.Text(), err)
		}
		list = append(list, m)
	}
	return list, nil
}
