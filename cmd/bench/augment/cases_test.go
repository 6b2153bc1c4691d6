package main

import (
	"regexp"
	"testing"
)

// A case that the peers name but the table does not have would never be measured.
func TestPeersNameCases(t *testing.T) {
	known := make(map[string]bool)
	for _, c := range cases() {
		if known[c.Name] {
			t.Errorf("%s: twice", c.Name)
		}
		known[c.Name] = true
	}
	for file, names := range map[string][][]byte{
		"peers.js": matches(`(?m)^    ([a-z_]+): (?:\(\) =>|crop)`, peersJS),
		"peers.py": matches(`(?m)^        "([a-z_]+)": `, peersPy),
	} {
		if len(names) < 20 {
			t.Errorf("%s: %d cases found, want most operations", file, len(names))
		}
		for _, name := range names {
			if !known[string(name)] {
				t.Errorf("%s: %s is not a case", file, name)
			}
		}
	}
}

func matches(expr string, text []byte) (names [][]byte) {
	for _, m := range regexp.MustCompile(expr).FindAllSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}
