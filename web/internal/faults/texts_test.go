//go:build !(js && wasm)

package faults

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"graft/core/fault"
	_ "graft/core/server" // and with it all of core that has faults
	"graft/web/internal/i18n"
)

var update = flag.Bool("update", false, "write texts.json")

// texts.json has the text of each kind that core defines, and no other.
func TestTextsAreThoseOfCore(t *testing.T) {
	want := map[string]string{}
	for _, k := range fault.Kinds() {
		want[k.Code()] = k.Error()
	}
	if *update {
		body, err := json.MarshalIndent(want, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("texts.json", append(body, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got := map[string]string{}
	if err := json.Unmarshal(textsOfCore, &got); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		for code, text := range want {
			if got[code] != text {
				t.Errorf("%s is %q in texts.json, want %q", code, got[code], text)
			}
		}
		for code := range got {
			if _, ok := want[code]; !ok {
				t.Errorf("%s is in texts.json, and core has no such fault", code)
			}
		}
		t.Error("go test -run Texts ./web/internal/faults -update writes it")
	}
	if len(got) < 200 {
		t.Errorf("%d kinds of fault: the imports have lost their way", len(got))
	}
}

var placeholder = regexp.MustCompile(`\{\{|\{(\w+)\}`)

func namesIn(text string) (names []string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Every kind of fault has words in every language, with no value that it has not; and no
// language has words for a fault that nobody finds.
func TestEveryFaultInEveryLanguage(t *testing.T) {
	all := texts()
	for _, w := range i18n.All() {
		for code, text := range all {
			said, ok := w.Fault(code)
			if !ok {
				if w.Code() != i18n.English {
					t.Errorf("%s: no words for %s, %q", w.Code(), code, text)
				}
				continue
			}
			has := namesIn(plain(text))
			for _, name := range namesIn(said) {
				if !slices.Contains(has, name) {
					t.Errorf("%s: %s: %q has the value %s, and the fault none of that name: %q", w.Code(), code, said, name, text)
				}
			}
			if rest := placeholder.ReplaceAllString(said, ""); strings.Contains(rest, "{") {
				t.Errorf("%s: %s: %q: want {name} or {{", w.Code(), code, said)
			}
		}
		for code := range faultsIn(t, w.Code()) {
			if all[code] == "" {
				t.Errorf("%s has words for %s, which nobody finds", w.Code(), code)
			}
		}
	}
}

func faultsIn(t *testing.T, language string) map[string]string {
	t.Helper()
	body, err := os.ReadFile("../i18n/languages/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Faults map[string]string `json:"faults"`
	}
	if err := json.Unmarshal(body, &file); err != nil {
		t.Fatal(err)
	}
	return file.Faults
}

// Each text, with values, is found again as its own kind, or as one of the same text.
func TestFindsEveryText(t *testing.T) {
	for code, text := range texts() {
		filled := placeholder.ReplaceAllStringFunc(plain(text), func(m string) string {
			if m == "{{" {
				return "{"
			}
			return "7"
		})
		p := pattern{}
		for _, other := range patterns() {
			if other.code == code {
				p = other
			}
		}
		if p.code == "" {
			continue // too little of its own
		}
		f, ok := find(filled)
		if !ok || f.Code != code && plain(texts()[f.Code]) != plain(text) && len(plain(texts()[f.Code])) < len(plain(text))-12 {
			t.Errorf("%q of %s is found as %q, %v", filled, code, f.Code, ok)
		}
	}
}

// The Worker's faults are those that the page knows.
func TestWorkersFaults(t *testing.T) {
	source, err := os.ReadFile("../../../cmd/edge/worker/problem.mjs")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`"(edge\.\w+)": \[\d+, "([^"]+)"`).FindAllSubmatch(source, -1)
	if len(found) < 8 {
		t.Fatalf("%d faults in problem.mjs", len(found))
	}
	for _, m := range found {
		if got := elsewhere[string(m[1])]; got != string(m[2]) {
			t.Errorf("%s is %q here and %q in the Worker", m[1], got, m[2])
		}
	}
}
