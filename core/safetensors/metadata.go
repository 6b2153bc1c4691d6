package safetensors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Metadata is what a header says beside its tensors, by key. The format wants texts;
// what other programs leave there may be anything.
type Metadata map[string]json.RawMessage

// Text returns the text of a key; ok is false if there is none, or if it is not a
// text.
func (m Metadata) Text(key string) (text string, ok bool) {
	var t *string
	if json.Unmarshal(m[key], &t) != nil || t == nil {
		return "", false
	}
	return *t, true
}

// Metadata returns the file's metadata, nil if it has none. It fails if they are not
// one JSON object, and if a key is there twice.
func (f *File) Metadata() (Metadata, error) {
	raw := f.entries[metadataKey]
	if raw == nil {
		return nil, nil
	}
	fields, err := object(raw)
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	return fields, nil
}

// object reads one JSON object whose keys are distinct, and nothing after it but
// white space. (encoding/json alone lets the last of two equal keys win, other
// readers the first.)
func object(raw []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("want a JSON object")
	}
	fields := map[string]json.RawMessage{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, errors.New("want a JSON object")
		}
		if _, twice := fields[key]; twice {
			return nil, fmt.Errorf("%.40q is there twice", key)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		fields[key] = value
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the JSON object")
	}
	return fields, nil
}
