package recipe

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"io"
	"strings"
	"sync"
)

// Code returns the link form: base64url (no padding) of the deflated JSON.
func (r Recipe) Code() string {
	var buf bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&buf)
	w.Write(r.JSON()) // a bytes.Buffer takes everything
	w.Close()
	return base64.RawURLEncoding.EncodeToString(buf.Bytes())
}

// packers are used again: each takes 800 KB, and the page packs its recipe at each step of
// a slider.
var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// Fragment returns what goes behind an address: "#r=" and the code.
func (r Recipe) Fragment() string { return "#r=" + r.Code() }

// ParseCode reads the link form. What base64 and flate say of a link that lost its end
// in a chat helps nobody, so the fault says what to do.
func ParseCode(code string) (Recipe, error) {
	packed, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(code, "="))
	if err != nil {
		return Recipe{}, wrong("", damagedLink)
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), MaxBytes+1))
	if err != nil {
		return Recipe{}, wrong("", damagedLink)
	}
	return ParseJSON(plain)
}

// Parse reads a recipe in any form: JSON, an address with "#r=…" in it, or a
// bare code.
func Parse(text string) (Recipe, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") {
		return ParseJSON([]byte(text))
	}
	if code, ok := FragmentCode(text); ok {
		return ParseCode(code)
	}
	if strings.Contains(text, "://") || strings.HasPrefix(text, "#") {
		return Recipe{}, wrong("", emptyLink)
	}
	return ParseCode(text)
}

// FragmentCode returns the code behind "r=" in an address or its fragment.
func FragmentCode(address string) (string, bool) {
	_, fragment, ok := strings.Cut(address, "#")
	if !ok {
		return "", false
	}
	for _, part := range strings.Split(fragment, "&") {
		if code, ok := strings.CutPrefix(part, "r="); ok && code != "" {
			return code, true
		}
	}
	return "", false
}
