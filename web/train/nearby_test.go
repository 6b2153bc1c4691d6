package train

import (
	"testing"
)

func TestParseNearby(t *testing.T) {
	for text, want := range map[string]string{
		"127.0.0.1:8000": "http://127.0.0.1:8000", " localhost:9000/ ": "http://localhost:9000", "http://localhost": "http://localhost",
		"https://127.0.0.1:8000": "", "graft.example:8000": "", "127.0.0.1.elsewhere.example": "", "http://me@127.0.0.1": "",
		"http://127.0.0.1:8000/api": "", "": "", "javascript:alert(1)": "", "127.0.0.1:8000#x": "",
	} {
		if got := parseNearby(text); got != want {
			t.Errorf("parseNearby(%q) = %q, want %q", text, got, want)
		}
	}
}
