package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// address is how a file of the page is referred to in another.
var address = regexp.MustCompile(`/web/[A-Za-z0-9_./-]*[A-Za-z0-9]|/app\.js|/app\.css|/wasm_exec\.js`)

// hashed says whether a file gets a name that changes with its contents.
// Pictures keep theirs, since the page's Go names them; so do the files whose
// address is fixed.
func hashed(name string) bool {
	switch path.Ext(name) {
	case ".css", ".js", ".mjs", ".wasm":
		return name != "/app-worker.js"
	}
	return false
}

// renamable says whether references in a file are followed. The service worker
// holds patterns of addresses, not addresses.
func renamable(name string) bool {
	switch path.Ext(name) {
	case ".css", ".js", ".mjs", ".html", ".webmanifest":
		return name != "/app-worker.js"
	}
	return false
}

// rename gives files names with a digest of what is in them, and follows the
// references between them, so that each may be kept for ever under its name.
func rename(files map[string][]byte) (map[string][]byte, error) {
	r := renaming{files: files, names: map[string]string{}, out: map[string][]byte{}}
	for name := range files {
		if _, err := r.name(name, nil); err != nil {
			return nil, err
		}
	}
	return r.out, nil
}

type renaming struct {
	files map[string][]byte
	names map[string]string // new names
	out   map[string][]byte
}

// name returns the new name of a file, once those that it refers to have theirs.
func (r *renaming) name(old string, within []string) (string, error) {
	if name, ok := r.names[old]; ok {
		return name, nil
	}
	if slices.Contains(within, old) {
		return "", fmt.Errorf("%s refer to each other: a name cannot be made of what is in both", strings.Join(append(within, old), ", "))
	}
	data := r.files[old]
	if renamable(old) {
		var failed error
		data = address.ReplaceAllFunc(data, func(found []byte) []byte {
			if _, ours := r.files[string(found)]; !ours || string(found) == old {
				return found
			}
			name, err := r.name(string(found), append(within, old))
			if err != nil {
				failed = err
			}
			return []byte(name)
		})
		if failed != nil {
			return "", failed
		}
	}
	name := old
	if hashed(old) {
		sum := sha256.Sum256(data)
		ext := path.Ext(old)
		name = "/web/" + strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(old, "/web/"), "/"), ext) + "." + hex.EncodeToString(sum[:6]) + ext
	}
	if other, taken := r.out[name]; taken && string(other) != string(data) {
		return "", fmt.Errorf("%s: two files with this name", name)
	}
	r.names[old], r.out[name] = name, data
	return name, nil
}
