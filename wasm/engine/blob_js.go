//go:build js && wasm

package main

import (
	"fmt"
	"io"
	"strconv"
	"syscall/js"
)

func is(v js.Value, class string) bool {
	c := js.Global().Get(class)
	return v.Type() == js.TypeObject && c.Truthy() && v.InstanceOf(c)
}

// bytesOf copies an ArrayBuffer, a typed array or a Blob of at most limit bytes.
func bytesOf(v js.Value, limit int64) ([]byte, error) {
	if is(v, "Blob") {
		size := int64(v.Get("size").Float())
		if size > limit {
			return nil, fmt.Errorf("engine: file of %d bytes: want at most %d", size, limit)
		}
		buf := make([]byte, size)
		if _, err := (slices{v}).ReadAt(buf, 0); err != nil && err != io.EOF {
			return nil, err
		}
		return buf, nil
	}
	array := v
	switch {
	case is(v, "ArrayBuffer"):
		array = js.Global().Get("Uint8Array").New(v)
	case v.Type() == js.TypeObject && js.Global().Get("ArrayBuffer").Call("isView", v).Bool():
		array = js.Global().Get("Uint8Array").New(v.Get("buffer"), v.Get("byteOffset"), v.Get("byteLength"))
	default:
		return nil, errNoData
	}
	n := int64(array.Get("length").Float())
	if n > limit {
		return nil, fmt.Errorf("engine: %d bytes of data: want at most %d", n, limit)
	}
	buf := make([]byte, n)
	js.CopyBytesToGo(buf, array)
	return buf, nil
}

// blobOf makes a Blob readable at random, without reading it.
func blobOf(v js.Value) (blob, error) {
	if !is(v, "Blob") {
		return blob{}, fmt.Errorf("engine: no file: want a Blob")
	}
	b := blob{size: int64(v.Get("size").Float())}
	b.ReaderAt = newWindow(slices{v}, b.size)
	if is(v, "File") {
		b.identity = v.Get("name").String() + "/" + strconv.FormatFloat(v.Get("lastModified").Float(), 'f', -1, 64) + "/" + strconv.FormatInt(b.size, 10)
	}
	return b, nil
}

// slices reads a Blob with FileReaderSync, which only workers have: a worker
// may wait for its file.
type slices struct{ blob js.Value }

func (s slices) ReadAt(p []byte, off int64) (n int, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case js.Error: // the file was moved or changed
			n, err = 0, fmt.Errorf("engine: reading the file: %s", p.Get("message").String())
		default:
			panic(p)
		}
	}()
	part := s.blob.Call("slice", float64(off), float64(off+int64(len(p))))
	buffer := js.Global().Get("FileReaderSync").New().Call("readAsArrayBuffer", part)
	n = js.CopyBytesToGo(p, js.Global().Get("Uint8Array").New(buffer))
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
