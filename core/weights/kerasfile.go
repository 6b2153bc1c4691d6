package weights

import (
	"context"
	"crypto/md5" // what Keras names its files' digests in
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// kerasEndpoint is where Keras takes its files from (keras/src/applications/
// resnet.py).
const kerasEndpoint = "https://storage.googleapis.com/tensorflow/keras-applications/resnet"

// kerasSource is a file that Keras's ResNet50 loads.
type kerasSource struct {
	file string
	md5  string // of the file that is served, with layers conv2_block1_1_conv …
	old  string // of the file of the same name of 2016, res2a_branch2a …
}

// kerasSources are the files by the kind of the weights.
var kerasSources = map[Kind]kerasSource{
	KindKeras: {
		"resnet50_weights_tf_dim_ordering_tf_kernels.h5",
		"2cb95161c43110f7111970584f804107", "a7b3fe01876f51b976af0dea6bc144eb",
	},
	KindKerasNoTop: {
		"resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
		"4d473c1dd8becc155b73f8504c6f6626", "a268eb855778b3df3c7506639542a6af",
	},
}

// loadKeras loads one of Keras's own files, from Keras's cache if it is there.
func loadKeras(ctx context.Context, name Name, o Options) (*Set, error) {
	file, err := fetchKeras(ctx, name.Kind, o)
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("weights %s: %w: %w. To go on without them: -weights FILE with %s fetched elsewhere, or -weights starter, which the program carries",
			name, ErrUnavailable, err, kerasSources[name.Kind].file)
	}
	return loadFile(file, name.String())
}

// fetchKeras returns where one of Keras's files is, fetching it if it is not in
// the cache. Its digest is checked every time, as Keras does.
func fetchKeras(ctx context.Context, kind Kind, o Options) (string, error) {
	dir, err := kerasDir(o)
	if err != nil {
		return "", err
	}
	source := kerasSources[kind]
	file := filepath.Join(dir, source.file)
	done, err := fetching.enter(ctx, file)
	if err != nil {
		return "", err
	}
	defer done()
	if _, err := os.Stat(file); err == nil {
		return file, source.check(file)
	}
	if o.Offline || isTrue("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE") {
		return "", fmt.Errorf("%s is not in the cache %s and %w", source.file, dir, errSwitchedOff)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	endpoint := o.KerasEndpoint
	if endpoint == "" {
		endpoint = os.Getenv("GRAFT_KERAS_ENDPOINT")
	}
	if endpoint == "" {
		endpoint = kerasEndpoint
	}
	unlock, err := lockFile(ctx, file+".lock")
	if err != nil {
		return "", err
	}
	defer os.Remove(file + ".lock")
	defer unlock()
	if _, err := os.Stat(file); err == nil { // another process was faster
		return file, source.check(file)
	}
	d := newDownloader()
	d.md5 = source.md5
	return file, d.fetch(ctx, strings.TrimRight(endpoint, "/")+"/"+source.file, file, o.Progress)
}

// kerasDir is the folder of files that Keras keeps.
func kerasDir(o Options) (string, error) {
	if o.KerasDir != "" {
		return o.KerasDir, nil
	}
	if dir := firstPath("KERAS_HOME"); dir != "" {
		return filepath.Join(dir, "models"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no folder to keep weights in: %w (KERAS_HOME names one)", err)
	}
	return filepath.Join(home, ".keras", "models"), nil
}

// check fails unless the file is one that Keras has published.
func (s kerasSource) check(file string) error {
	got, err := fileMD5(file)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{s.md5, s.old}, got) {
		return fmt.Errorf("%w: MD5 of %s is %s: want %s (remove it to fetch it again)", errDamaged, file, got, s.md5)
	}
	return nil
}

func fileMD5(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := md5.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
