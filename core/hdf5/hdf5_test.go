package hdf5

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func open(t testing.TB, name string) *Object {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	root, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// counted is what the script that made the files filled them with.
func counted(n int, start float32) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = start + float32(i)/4
	}
	return out
}

func checkFloats(t *testing.T, root *Object, path string, shape []int, want []float32) {
	t.Helper()
	o, err := root.Open(path)
	if err != nil {
		t.Error(err)
		return
	}
	got, err := o.Floats()
	if err != nil || !slices.Equal(got, want) || !slices.Equal(o.Shape(), shape) || o.IsGroup() {
		t.Errorf("%s: shape %v, %v, %v, want %v %v", path, o.Shape(), got, err, shape, want)
	}
}

func checkStrings(t *testing.T, root *Object, path, attribute string, want ...string) {
	t.Helper()
	o, err := root.Open(path)
	if err != nil {
		t.Error(err)
		return
	}
	if got, err := o.Strings(attribute); err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: %s = %q, %v, want %q", path, attribute, got, err, want)
	}
}

func TestKerasLegacy(t *testing.T) {
	for _, tc := range []struct{ file, at string }{{"weights.h5", ""}, {"model.h5", "model_weights/"}} {
		root := open(t, tc.file)
		checkStrings(t, root, tc.at, "layer_names", "input_layer", "conv1_conv", "conv1_bn", "conv1_relu", "avg_pool", "predictions")
		checkStrings(t, root, tc.at+"conv1_conv", "weight_names", "conv1_conv/kernel", "conv1_conv/bias")
		checkStrings(t, root, tc.at+"avg_pool", "weight_names")
		checkFloats(t, root, tc.at+"conv1_conv/conv1_conv/kernel", []int{3, 3, 3, 4}, counted(108, 0))
		checkFloats(t, root, tc.at+"conv1_bn/conv1_bn/moving_variance", []int{4}, counted(4, 500))
		checkFloats(t, root, tc.at+"predictions/predictions/kernel", []int{4, 2}, counted(8, 600))
	}
}

func TestKeras3(t *testing.T) {
	root := open(t, "keras3.weights.h5")
	checkStrings(t, root, "layers/conv2d/vars", "name", "conv1_conv")
	checkFloats(t, root, "layers/conv2d/vars/0", []int{3, 3, 3, 4}, counted(108, 0))
	checkFloats(t, root, "layers/batch_normalization/vars/3", []int{4}, counted(4, 500))
}

func TestKinds(t *testing.T) {
	root := open(t, "chunks.h5")
	checkFloats(t, root, "deflate", []int{5, 7, 3}, counted(105, 0))
	checkFloats(t, root, "plain", []int{10, 3}, counted(30, 1))
	checkFloats(t, root, "hole", []int{4, 4}, []float32{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1})
	checkFloats(t, root, "double", []int{9}, counted(9, 2))
	checkFloats(t, root, "scalar", []int{}, []float32{2.5})
	checkFloats(t, root, "/compact", []int{3}, counted(3, 3))
	checkStrings(t, root, "", "one", "a string of variable length, ö")
	checkStrings(t, root, "", "two", "ab", "c")
	checkStrings(t, root, "", "none")
	many, err := root.Open("many")
	if err != nil {
		t.Fatal(err)
	}
	names, err := many.Names()
	if err != nil || len(names) != 600 || names[0] != "member000" || names[599] != "member599" || !many.IsGroup() {
		t.Errorf("%d names, %v, want member000 to member599", len(names), err)
	}
	if o, err := root.Open("many/member345"); err != nil || o.Path() != "/many/member345" {
		t.Errorf("many/member345: %v", err)
	}
}

func TestRefuses(t *testing.T) {
	root := open(t, "chunks.h5")
	for path, want := range map[string]string{
		"integers": "want float32 or float64", "big": "want float32", "half": "want float32", "many": "want a data set",
	} {
		o, err := root.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Floats(); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	for _, path := range []string{"nothing", "link", "many/nothing", "plain/x"} {
		if _, err := root.Open(path); !errors.Is(err, ErrNotFound) {
			t.Errorf("Open(%s): %v, want %v", path, err, ErrNotFound)
		}
	}
	if _, err := root.Strings("nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an attribute that is not there: %v", err)
	}
	if _, err := root.Strings("number"); !errors.Is(err, ErrFormat) {
		t.Errorf("a number for strings: %v", err)
	}
	latest, err := os.ReadFile("testdata/latest.h5")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"latest.h5": latest, "empty": nil, "text": bytes.Repeat([]byte("hello "), 50)} {
		if _, err := Open(bytes.NewReader(data), int64(len(data))); !errors.Is(err, ErrFormat) {
			t.Errorf("Open(%s): %v, want %v", name, err, ErrFormat)
		}
	}
}

// A file that was cut off anywhere must be found out, not read as zeros.
func TestCutOff(t *testing.T) {
	data, err := os.ReadFile("testdata/weights.h5")
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(data); n += 97 {
		if err := walk(data[:n]); err == nil {
			t.Errorf("%d of %d bytes gave no error", n, len(data))
		}
	}
}

// walk reads everything in a file and returns the first fault.
func walk(data []byte) error {
	root, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	opened := 0
	return walkObject(root, &opened)
}

func walkObject(o *Object, opened *int) (fault error) {
	for name := range o.attributes {
		if _, err := o.Strings(name); err != nil && fault == nil && name == "weight_names" {
			fault = err
		}
	}
	if !o.IsGroup() {
		if product := size(o.Shape()); product <= 1<<22 {
			_, err := o.Floats()
			return err
		}
		return fmt.Errorf("%v numbers", o.Shape())
	}
	names, err := o.Names()
	if err != nil {
		return err
	}
	for _, name := range names {
		if *opened++; *opened > 1000 { // a group may be in itself
			return fmt.Errorf("over 1000 objects")
		}
		member, err := o.Open(name)
		if err == nil {
			err = walkObject(member, opened)
		}
		if err != nil && fault == nil {
			fault = err
		}
	}
	return fault
}

func size(shape []int) int {
	n := 1
	for _, d := range shape {
		if d > 1<<22 {
			return d
		}
		if n *= d; n > 1<<22 {
			return n
		}
	}
	return n
}

func FuzzOpen(f *testing.F) {
	for _, name := range []string{"weights.h5", "keras3.weights.h5", "chunks.h5", "latest.h5"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		began := time.Now()
		_ = walk(data) // must neither panic nor take long
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("a file of %d bytes took %v", len(data), took)
		}
	})
}
