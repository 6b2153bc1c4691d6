package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"graft/core/disk"
	"graft/core/head"
	"graft/core/job"
	"graft/core/modelfile"
	"graft/core/server"
	"graft/core/weights"
)

const exportAbout = `
Writes a trained classifier, backbone and head, for other programs. The ending of
the file says for which:

  graft export head.safetensors                       model.onnx, for ONNX Runtime
  graft export -o model.safetensors head.safetensors  torchvision's resnet50, for PyTorch and Keras
  graft export -o labels.txt head.safetensors         the classes, a line each
  graft export -data data JOB                         of a job in a server's data folder

The backbone's weights are those that the head was trained on, or, of a job that
trained the backbone too, its own. The files hold the classes and how pictures are
prepared as metadata; the page shows the code that loads each.`

type exportOptions struct {
	weights, out, data string
	json               bool
}

func exportModel(ctx context.Context, env environment, args []string) error {
	var o exportOptions
	f := newFlags(env, "export", "HEAD|JOB", exportAbout)
	f.StringVar(&o.weights, "weights", "", "`name`, hub id or file of the backbone's weights (default, and auto: those the head was trained on)")
	f.StringVar(&o.out, "o", "model.onnx", "`file` to write: .onnx, .safetensors or .txt")
	f.StringVar(&o.data, "data", "", "data `folder` of a server; the argument is then the id of a job in it, or its beginning")
	f.BoolVar(&o.json, "json", false, "print JSON")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return misuse("want one head, or with -data one job")
	}
	if modelWriters[o.ending()] == nil && o.ending() != ".txt" {
		return misuse("-o %s: want a name that ends in .onnx, .safetensors or .txt", o.out)
	}
	return o.run(ctx, env, rest[0])
}

// modelWriters are the forms that a classifier can be written in, by the ending
// of the file; labels need no weights and are none of them.
var modelWriters = map[string]func(io.Writer, *weights.Set, *head.Head) error{
	".onnx":        modelfile.WriteONNX,
	".safetensors": modelfile.WriteSafetensors,
}

func (o exportOptions) run(ctx context.Context, env environment, from string) error {
	headFile, backbone := from, ""
	if o.data != "" {
		var err error
		if headFile, backbone, err = jobFiles(o.data, from); err != nil {
			return err
		}
	}
	data, err := disk.Read(headFile, maxHeadBytes)
	if err != nil {
		return err
	}
	h, err := head.Decode(data)
	if err != nil {
		return fmt.Errorf("%s: %w", headFile, err)
	}
	if same(o.out, headFile) {
		return misuse("-o %s is the head itself: want another name", o.out)
	}
	if err := o.write(ctx, env, h, cmp.Or(backbone, h.Weights)); err != nil {
		return err
	}
	return o.report(env, h)
}

// write writes the file: a head with the backbone that it is known to have been trained
// on, or its labels.
func (o exportOptions) write(ctx context.Context, env environment, h *head.Head, trainedOn string) error {
	model := modelWriters[o.ending()]
	if model == nil {
		return disk.ReplaceBytes(o.out, disk.Public, modelfile.Labels(h))
	}
	name, err := weightsFor(o.weights, trainedOn)
	if err != nil {
		return err
	}
	w, err := loadWeights(ctx, env, name)
	if err != nil {
		return err
	}
	if w, err = preparedFor(h)(w); err != nil {
		return err
	}
	return disk.Replace(o.out, disk.Public, func(out io.Writer) error { return model(out, w, h) })
}

func (o exportOptions) ending() string { return strings.ToLower(filepath.Ext(o.out)) }

func (o exportOptions) report(env environment, h *head.Head) error {
	info, err := os.Stat(o.out)
	if err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(env.stdout).Encode(map[string]any{"file": o.out, "bytes": info.Size(), "classes": h.Classes})
	}
	size := fmt.Sprintf("%d bytes", info.Size())
	if info.Size() >= 1e6 {
		size = fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
	}
	fmt.Fprintf(env.stdout, "wrote %s: %s, %d classes\n", o.out, size, len(h.Classes))
	return nil
}

// same says whether two paths are of one file.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// jobFiles returns the head of a job in a server's data folder, and its backbone
// if the job trained that too. The server may be running.
func jobFiles(data, id string) (headFile, backbone string, err error) {
	dir := filepath.Join(data, "jobs")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", "", fmt.Errorf("-data %s: want the data folder of a server: %w", data, err)
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), id) {
			ids = append(ids, e.Name())
		}
	}
	if len(ids) != 1 {
		return "", "", fmt.Errorf("%d jobs in %s begin with %q: want one", len(ids), dir, id)
	}
	if headFile, err = job.ObjectFile(dir, ids[0], server.HeadObject); err != nil {
		return "", "", err
	}
	if _, err := os.Stat(headFile); errors.Is(err, fs.ErrNotExist) {
		return "", "", fmt.Errorf("job %s has no head: want one that is done", ids[0])
	}
	if backbone, err = job.ObjectFile(dir, ids[0], server.BackboneObject); err != nil {
		return "", "", err
	}
	if _, err := os.Stat(backbone); errors.Is(err, fs.ErrNotExist) {
		backbone = ""
	}
	return headFile, backbone, nil
}
