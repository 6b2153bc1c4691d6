package web

import (
	"testing"
)

func TestMatchLanguage(t *testing.T) {
	tests := []struct {
		header string
		want   langCode
	}{
		{"", English},
		{"en-GB", English},
		{"zh-CN,zh;q=0.9,en;q=0.8", Chinese},
		{"zh", Chinese},
		{"ZH-Hant-TW", Chinese},
		{"de-DE,de;q=0.9,zh;q=0.5,en;q=0.3", Chinese},
		{"fr,en-US;q=0.7,zh;q=0.3", English},
		{"xx", English},
	}
	for _, tc := range tests {
		if got := matchLanguage(tc.header); got != tc.want {
			t.Errorf("matchLanguage(%q) = %q, want %q", tc.header, got, tc.want)
		}
	}
}

func TestIconsExist(t *testing.T) {
	for name, paths := range iconPaths {
		if paths == "" {
			t.Errorf("icon %q is empty", name)
		}
	}
	for _, name := range []string{"geometry", "colour", "pixel", "policy", "batch", themeIcon(""), themeIcon("light"), themeIcon("dark")} {
		if iconPaths[name] == "" {
			t.Errorf("no icon %q", name)
		}
	}
}
