//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"graft/core/dataset"
	"graft/core/fault"
)

// reply is an answer: fields that become JSON, and arrays that are transferred.
type reply struct {
	fields any // a struct, or nil
	arrays map[string][]byte
	files  []taken // an array of objects, if there are any
}

// actions are the messages, by their "do".
var actions = map[string]func(*engine, js.Value) (reply, error){
	"open": func(e *engine, m js.Value) (reply, error) {
		data, err := e.picture(m)
		if err != nil {
			return reply{}, err
		}
		info, err := e.open(text(m, "key"), data)
		return reply{fields: info}, err
	},
	"close": func(e *engine, m js.Value) (reply, error) {
		e.close(text(m, "key"))
		return reply{}, nil
	},
	"views": func(e *engine, m js.Value) (reply, error) {
		all, err := e.renderAll(text(m, "key"), text(m, "recipe"), numbers(m, "views"))
		return reply{
			fields: struct {
				Width  int      `json:"width"`
				Height int      `json:"height"`
				Draws  []string `json:"draws"`
				MS     float64  `json:"ms"`
			}{all.size.X, all.size.Y, all.draws, float64(all.took.Microseconds()) / 1000},
			arrays: map[string][]byte{"pixels": all.pix},
		}, err
	},
	"drawn": func(e *engine, m js.Value) (reply, error) {
		r, err := e.drawn(text(m, "key"), text(m, "recipe"), text(m, "draws"))
		return single(r, 1, err)
	},
	"mixed": func(e *engine, m js.Value) (reply, error) {
		r, lambda, err := e.mixed(text(m, "key"), text(m, "other"), text(m, "recipe"), number(m, "view"))
		return single(r, lambda, err)
	},
	"png": func(e *engine, m js.Value) (reply, error) {
		file, err := e.png(text(m, "key"), text(m, "recipe"), number(m, "view"))
		return reply{arrays: map[string][]byte{"png": file}}, err
	},
	"export.start": func(_ *engine, m js.Value) (reply, error) {
		var p exportPlan
		if err := parse(m, "plan", &p); err != nil {
			return reply{}, err
		}
		s, err := startExport(p)
		return reply{fields: s}, err
	},
	"export": func(e *engine, m js.Value) (reply, error) {
		var j exportJob
		if err := parse(m, "job", &j); err != nil {
			return reply{}, err
		}
		x, err := e.export(text(m, "picture"), j, func() ([]byte, error) { return e.picture(m) })
		return reply{fields: x, files: x.files}, err
	},
	"export.end": func(e *engine, _ js.Value) (reply, error) {
		e.exporter = exporter{} // with the picture that it holds
		return reply{}, nil
	},
	"thumb": func(e *engine, m js.Value) (reply, error) {
		data, err := e.picture(m)
		if err != nil {
			return reply{}, err
		}
		t, err := e.thumb(data, number(m, "side"))
		return reply{fields: t, arrays: map[string][]byte{"data": t.file}}, err
	},
	"share": func(e *engine, m js.Value) (reply, error) {
		data, err := e.picture(m)
		if err != nil {
			return reply{}, err
		}
		s, err := e.share(data)
		return reply{fields: s, arrays: map[string][]byte{"data": s.file}}, err
	},
	"card": func(e *engine, m js.Value) (reply, error) {
		data, err := e.picture(m)
		if err != nil {
			return reply{}, err
		}
		s, err := e.card(data, text(m, "recipe"))
		return reply{fields: s, arrays: map[string][]byte{"data": s.file}}, err
	},
	"half": func(_ *engine, m js.Value) (reply, error) {
		data, err := bytesOf(m.Get("data"), maxHeadBytes)
		if err != nil {
			return reply{}, err
		}
		info, file, err := half(data)
		return reply{fields: info, arrays: map[string][]byte{"data": file}}, err
	},
	"sample": func(e *engine, m js.Value) (reply, error) {
		item, err := e.sample(text(m, "set"), text(m, "class"), number(m, "index"))
		return reply{
			fields: map[string]string{"name": item.Name, "class": item.Class},
			arrays: map[string][]byte{"data": item.Data},
		}, err
	},
	"head": func(e *engine, m js.Value) (reply, error) {
		data, err := bytesOf(m.Get("data"), maxHeadBytes)
		if err != nil {
			return reply{}, err
		}
		info, err := e.openHead(data)
		return reply{fields: info}, err
	},
	"predict": func(e *engine, m js.Value) (reply, error) {
		features, err := bytesOf(m.Get("features"), maxHeadBytes)
		if err != nil {
			return reply{}, err
		}
		p, err := e.predict(features)
		return reply{fields: map[string][]float32{"p": p}}, err
	},
	"archive": func(e *engine, m js.Value) (reply, error) {
		b, err := blobOf(m.Get("file"))
		if err != nil {
			return reply{}, err
		}
		c, err := e.list(b)
		return reply{fields: c}, err
	},
	"place": func(e *engine, m js.Value) (reply, error) {
		p, err := dataset.Place(texts(m, "paths"), dataset.DefaultLimits())
		return reply{fields: p}, err
	},
	"paths": func(e *engine, m js.Value) (reply, error) {
		classes, names := texts(m, "classes"), texts(m, "names")
		if len(classes) != len(names) {
			return reply{}, fmt.Errorf("engine: %d classes and %d names: want as many of each", len(classes), len(names))
		}
		return reply{fields: map[string]any{"paths": dataset.Paths(classes, names)}}, nil
	},
	"archive.read": func(e *engine, m js.Value) (reply, error) {
		b, err := blobOf(m.Get("file"))
		if err != nil {
			return reply{}, err
		}
		if paths := texts(m, "paths"); paths != nil {
			files, err := e.readAll(b, paths)
			return reply{files: files}, err
		}
		data, err := e.read(b, text(m, "path"))
		return reply{arrays: map[string][]byte{"data": data}}, err
	},
}

// single is the answer to "views" with one of them, and what part of its label
// is the picture's own.
func single(r rendered, lambda float64, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	size := r.image.Rect.Size()
	return reply{
		fields: struct {
			Width  int      `json:"width"`
			Height int      `json:"height"`
			Draws  []string `json:"draws"`
			Lambda float64  `json:"lambda"`
			MS     float64  `json:"ms"`
		}{size.X, size.Y, []string{r.draws}, lambda, float64(r.took.Microseconds()) / 1000},
		arrays: map[string][]byte{"pixels": r.image.Pix},
	}, nil
}

// answer does what a message says. It returns the message to send back and the
// list of what to transfer. A fault of ours is an answer too: the worker, with
// the pictures that it holds, stays.
func (e *engine) answer(m js.Value) (out, transfer js.Value) {
	transfer = js.Global().Get("Array").New()
	defer func() {
		if p := recover(); p != nil {
			println("engine:", fmt.Sprint(p), string(debug.Stack()))
			out = failure(fmt.Errorf("engine: internal fault: %v", p))
		}
		out.Set("id", m.Get("id"))
	}()
	action, ok := actions[text(m, "do")]
	if !ok {
		return failure(fmt.Errorf("engine: %q: not something it does", text(m, "do"))), transfer
	}
	r, err := action(e, m)
	if err != nil {
		return failure(err), transfer
	}
	out, err = object(r.fields)
	if err != nil {
		return failure(err), transfer
	}
	r.attach(out, transfer)
	return out, transfer
}

// attach copies the arrays of r into out and lists them for the transfer.
func (r reply) attach(out, transfer js.Value) {
	give := func(to js.Value, name string, data []byte) {
		array := js.Global().Get("Uint8Array").New(len(data))
		js.CopyBytesToJS(array, data)
		to.Set(name, array.Get("buffer"))
		transfer.Call("push", array.Get("buffer"))
	}
	for name, data := range r.arrays {
		give(out, name, data)
	}
	if r.files == nil {
		return
	}
	list := js.Global().Get("Array").New()
	for _, f := range r.files {
		if f.err != nil {
			list.Call("push", failure(f.err))
			continue
		}
		one := js.Global().Get("Object").New()
		give(one, "data", f.data)
		list.Call("push", one)
	}
	out.Set("files", list)
}

// failure is err as it is told: {error, code, field, args}.
func failure(err error) js.Value {
	v, e := object(fault.WireOf(err))
	if e != nil {
		return js.ValueOf(map[string]any{"error": err.Error()})
	}
	return v
}

// object makes a JavaScript object of a struct or map. One call across the
// boundary is quicker than one for each field.
func object(v any) (js.Value, error) {
	if v == nil {
		return js.Global().Get("Object").New(), nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return js.Value{}, fmt.Errorf("engine: answer: %w", err)
	}
	return js.Global().Get("JSON").Call("parse", string(b)), nil
}

// parse reads a field that is JSON.
func parse(m js.Value, name string, into any) error {
	if err := json.Unmarshal([]byte(text(m, name)), into); err != nil {
		return fmt.Errorf("engine: %s: %w", name, err)
	}
	return nil
}

// text returns a field that is a string, else "".
func text(m js.Value, name string) string {
	if v := m.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// texts returns a field that is an array of strings, else nil.
func texts(m js.Value, name string) []string {
	v := m.Get(name)
	if !is(v, "Array") {
		return nil
	}
	list := make([]string, v.Length())
	for i := range list {
		list[i] = v.Index(i).String()
	}
	return list
}

// number returns a field that is a number, cut to an integer, else 0.
func number(m js.Value, name string) int {
	if v := m.Get(name); v.Type() == js.TypeNumber {
		return v.Int()
	}
	return 0
}

// numbers returns a field that is an array of numbers, cut to integers, else nil.
func numbers(m js.Value, name string) []int {
	v := m.Get(name)
	if !js.Global().Get("Array").Call("isArray", v).Bool() {
		return nil
	}
	list := make([]int, v.Length())
	for i := range list {
		if n := v.Index(i); n.Type() == js.TypeNumber {
			list[i] = n.Int()
		}
	}
	return list
}

// picture returns the bytes of a file; one past the limit is not read.
func (e *engine) picture(m js.Value) ([]byte, error) {
	return bytesOf(m.Get("data"), e.limits.MaxBytes)
}

// maxHeadBytes is above what core/head takes.
const maxHeadBytes = 64 << 20

var errNoData = errors.New("engine: no data: want an ArrayBuffer, a typed array or a Blob")
