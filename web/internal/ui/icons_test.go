package ui

import (
	"testing"
)

func TestIconsExist(t *testing.T) {
	for name, paths := range iconPaths {
		if paths == "" {
			t.Errorf("icon %q is empty", name)
		}
	}
	for _, name := range []string{"geometry", "colour", "pixel", "policy", "batch", "auto", "sun", "moon"} {
		if iconPaths[name] == "" {
			t.Errorf("no icon %q", name)
		}
	}
}
