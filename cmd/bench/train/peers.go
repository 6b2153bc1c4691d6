package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"

	"graft/core/onnxfile"
	"graft/core/resnet"
	"graft/core/weights"
)

//go:embed peers.py
var peersPy string

// peers is Python with the other libraries, which does what it is told, a line
// at a time.
type peers struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	dir string
}

// answer is a line of peers.py.
type answer struct {
	Seconds float64 `json:"seconds"`
	Missing string  `json:"missing"` // why a library is not there
}

// startPeers starts Python with the network as an ONNX file.
func startPeers(ctx context.Context, w *weights.Set, o options) (*peers, error) {
	path, err := exec.LookPath(o.python)
	if err != nil {
		return nil, fmt.Errorf("%s is not there", o.python)
	}
	dir, err := os.MkdirTemp("", "bench-train-")
	if err != nil {
		return nil, err
	}
	p := &peers{dir: dir}
	model, script := filepath.Join(dir, "resnet50.onnx"), filepath.Join(dir, "peers.py")
	if err := errors.Join(writeModel(model, w), os.WriteFile(script, []byte(peersPy), 0o644)); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	threads := strconv.Itoa(runtime.GOMAXPROCS(0))
	p.cmd = exec.CommandContext(ctx, path, script, model, strconv.Itoa(o.pictures), strconv.Itoa(o.batch), threads)
	p.cmd.Env = append(os.Environ(), "OMP_NUM_THREADS="+threads, "TF_CPP_MIN_LOG_LEVEL=3", "CUDA_VISIBLE_DEVICES=")
	in, err1 := p.cmd.StdinPipe()
	out, err2 := p.cmd.StdoutPipe()
	if err := errors.Join(err1, err2, p.cmd.Start()); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p.in, p.out = in, bufio.NewReader(out)
	return p, nil
}

// writeModel writes the network that features come from, batch normalisation
// folded in, as an ONNX file.
func writeModel(path string, w *weights.Set) error {
	m := onnxfile.New("resnet50")
	_, features := resnet.AddBackbone(m, w, m.Input("image", onnxfile.Any, 3, resnet.Side, resnet.Side))
	m.Output(features, onnxfile.Any, resnet.FeatureSize)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = m.WriteTo(f)
	return errors.Join(err, f.Close())
}

func (p *peers) stop() {
	p.in.Close()
	_ = p.cmd.Wait() // it ends when there is nothing more to read
	os.RemoveAll(p.dir)
}

// ask has Python do what the name says.
func (p *peers) ask(name string) (float64, error) {
	if _, err := fmt.Fprintln(p.in, name); err != nil {
		return 0, fmt.Errorf("python: %w", err)
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return 0, fmt.Errorf("python: %w", err)
	}
	var a answer
	if err := json.Unmarshal(line, &a); err != nil {
		return 0, fmt.Errorf("python: %q: %w", line, err)
	}
	if a.Missing != "" {
		return 0, errors.New(a.Missing)
	}
	return a.Seconds, nil
}

// contestants are the peers' turns.
func (p *peers) contestants() []*contestant {
	turn := func(task, name, ask string) *contestant {
		return &contestant{task: task, name: name, run: func(context.Context) (float64, error) { return p.ask(ask) }}
	}
	return []*contestant{
		turn(taskFeatures, "onnxruntime (Python)", "onnxruntime features"),
		turn(taskFeatures, "Keras (TensorFlow)", "keras features"),
		turn(taskEpoch, "Keras (TensorFlow), as the article's fit", "keras epoch"),
		turn(taskStep, "Keras (TensorFlow)", "keras step"),
	}
}
