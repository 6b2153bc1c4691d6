//go:build js && wasm

package main

import (
	"syscall/js"
	"testing"
)

func array(b []byte) js.Value {
	a := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	return a
}

func ask(e *engine, m map[string]any) js.Value {
	m["id"] = 17
	out, _ := e.answer(js.ValueOf(m))
	return out
}

// Messages as the page sends and gets them.
func TestMessages(t *testing.T) {
	e := newEngine()
	data := array(photo(t, 60, 50, orange))
	out := ask(e, map[string]any{"do": "open", "key": "a", "data": data.Get("buffer")})
	if out.Get("id").Int() != 17 || out.Get("width").Int() != 60 || out.Get("format").String() != "png" || len(out.Get("digest").String()) != 64 {
		t.Errorf("open: %s", js.Global().Get("JSON").Call("stringify", out))
	}
	m := js.ValueOf(map[string]any{"id": 3, "do": "views", "key": "a", "recipe": turned, "views": []any{2}})
	out, transfer := e.answer(m)
	pixels := out.Get("pixels")
	if out.Get("width").Int() != 32 || pixels.Get("byteLength").Int() != 32*24*4 || out.Get("draws").Length() != 1 || out.Get("ms").Type() != js.TypeNumber {
		t.Errorf("one view: %s", js.Global().Get("JSON").Call("stringify", out))
	}
	if transfer.Length() != 1 || !transfer.Index(0).Equal(pixels) {
		t.Error("the pixels are not transferred")
	}
	want, err := e.render("a", turned, 2)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(want.image.Pix))
	js.CopyBytesToGo(got, js.Global().Get("Uint8Array").New(pixels))
	if string(got) != string(want.image.Pix) {
		t.Error("the pixels changed on their way")
	}
	out, transfer = e.answer(js.ValueOf(map[string]any{"id": 4, "do": "views", "key": "a", "recipe": turned, "views": []any{0, 2}}))
	pixels = out.Get("pixels")
	if transfer.Length() != 1 || pixels.Get("byteLength").Int() != 2*len(got) || out.Get("draws").Length() != 2 {
		t.Errorf("views: %s", js.Global().Get("JSON").Call("stringify", out))
	}
	js.CopyBytesToGo(got, js.Global().Get("Uint8Array").New(pixels, len(got)))
	if string(got) != string(want.image.Pix) {
		t.Error("the second of two views has other pixels than alone")
	}
	out = ask(e, map[string]any{"do": "thumb", "data": data, "side": 20})
	if out.Get("mime").String() != "image/jpeg" || out.Get("data").Get("byteLength").Int() == 0 || out.Get("width").Int() != 60 {
		t.Errorf("thumb: %s", js.Global().Get("JSON").Call("stringify", out))
	}
	out = ask(e, map[string]any{"do": "place", "paths": []any{"set/dog/1.jpg", "set/x.txt", "set/cat/2.jpg"}})
	placed, loose, skipped := out.Get("placed"), out.Get("loose"), out.Get("skipped")
	if placed.Length() != 2 || placed.Index(1).Get("at").Int() != 2 || placed.Index(1).Get("class").String() != "cat" ||
		loose.Length() != 1 || loose.Index(0).Int() != 1 || skipped.Index(0).Get("code").String() != "dataset.skip_loose" {
		t.Errorf("place: %s", js.Global().Get("JSON").Call("stringify", out))
	}
	out = ask(e, map[string]any{"do": "paths", "classes": []any{"cat", "cat"}, "names": []any{"1.jpg", "1.jpg"}})
	if paths := out.Get("paths"); paths.Length() != 2 || paths.Index(1).String() != "cat/1 (2).jpg" {
		t.Errorf("paths: %s", js.Global().Get("JSON").Call("stringify", out))
	}
	if out = ask(e, map[string]any{"do": "paths", "classes": []any{"cat"}, "names": []any{}}); out.Get("error").IsUndefined() {
		t.Error("paths of a class without a name: no error")
	}
}

// A Blob can only be read in a worker, which the tests do not run in: what the
// page is sent is tested without one.
func TestMessageFiles(t *testing.T) {
	out, transfer := js.Global().Get("Object").New(), js.Global().Get("Array").New()
	reply{files: []taken{{data: []byte("cat")}, {err: errNoData}}}.attach(out, transfer)
	files := out.Get("files")
	if files.Type() != js.TypeObject || files.Length() != 2 {
		t.Fatalf("files = %s, want two", js.Global().Get("JSON").Call("stringify", out))
	}
	if n := files.Index(0).Get("data").Get("byteLength").Int(); n != 3 || transfer.Length() != 1 {
		t.Errorf("the first file has %d bytes and %d transfers, want 3 and 1", n, transfer.Length())
	}
	if got := files.Index(1).Get("error"); got.Type() != js.TypeString || got.String() != errNoData.Error() {
		t.Errorf("the second file: %v, want an error", got)
	}
	if got := texts(js.ValueOf(map[string]any{"paths": []any{"a", "b"}}), "paths"); len(got) != 2 || got[1] != "b" {
		t.Errorf("texts = %q, want a and b", got)
	}
	if got := texts(js.ValueOf(map[string]any{"path": "a"}), "paths"); got != nil {
		t.Errorf("texts of nothing = %q", got)
	}
}

func TestMessageFaults(t *testing.T) {
	e := newEngine()
	for _, tc := range []struct {
		name string
		m    map[string]any
		want string
	}{
		{"nothing to do", map[string]any{}, `engine: "": not something it does`},
		{"no data", map[string]any{"do": "open", "key": "a"}, errNoData.Error()},
		{"no file", map[string]any{"do": "archive"}, "engine: no file: want a Blob"},
		{"not open", map[string]any{"do": "views", "key": "a", "recipe": turned, "views": []any{0}}, `engine: picture "a": not open`},
		{"no head", map[string]any{"do": "predict", "features": array(make([]byte, 4))}, errNoHead.Error()},
	} {
		out := ask(e, tc.m)
		if got := out.Get("error"); got.Type() != js.TypeString || got.String() != tc.want || out.Get("id").Int() != 17 {
			t.Errorf("%s: error %v, want %q", tc.name, got, tc.want)
		}
	}
}
