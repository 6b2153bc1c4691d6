package ids_test

import (
	"strings"
	"testing"

	"graft/core/ids"
)

func TestForms(t *testing.T) {
	for name, form := range map[string]struct {
		new    func() string
		valid  func(string) bool
		good   []string
		length int
	}{
		"job":  {ids.New, ids.Valid, []string{"abcdefghijklmnopqrstuvwxyz", "22222222222222222222222777"}, 26},
		"link": {ids.NewLink, ids.ValidLink, []string{"0123456789ABCDEFG", "zzzzzzzzzzzzzzzzz"}, 17},
	} {
		seen := map[string]bool{}
		for range 1000 {
			id := form.new()
			if !form.valid(id) || seen[id] {
				t.Fatalf("%s: %q is not valid, or there twice", name, id)
			}
			seen[id] = true
		}
		for _, id := range form.good {
			if !form.valid(id) {
				t.Errorf("%s: %q is not valid", name, id)
			}
			for _, bad := range []string{"", id[1:], id + "a", "-" + id[1:], id[1:] + "/", id[1:] + "\n", id[:3] + "." + id[4:], id[2:] + "é"} {
				if form.valid(bad) {
					t.Errorf("%s: %q is valid", name, bad)
				}
			}
		}
	}
	if ids.Valid(strings.ToUpper(ids.New())) || ids.Valid("1"+ids.New()[1:]) {
		t.Error("a job's id has capitals, or a 1")
	}
}

// Every letter is as likely as any other: none is missing from many ids, and none is
// there twice as often as another.
func TestLinkLetters(t *testing.T) {
	counts := map[rune]int{}
	for range 5000 {
		for _, c := range ids.NewLink() {
			counts[c]++
		}
	}
	few, many := 1<<30, 0
	for _, n := range counts {
		few, many = min(few, n), max(many, n)
	}
	if len(counts) != 62 || many > few*3/2 {
		t.Errorf("%d letters, the rarest %d times, the commonest %d", len(counts), few, many)
	}
}
