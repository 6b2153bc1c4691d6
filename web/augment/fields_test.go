package augment

import (
	"testing"

	"graft/core/recipe"
)

func TestParseSeedAndSize(t *testing.T) {
	if seed, err := parseSeed(English, " 9007199254740991 "); err != nil || seed != recipe.MaxSeed {
		t.Errorf("parseSeed = %d, %v, want %d", seed, err, uint64(recipe.MaxSeed))
	}
	for _, bad := range []string{"", "-1", "1.5", "abc", "9007199254740992"} {
		if seed, err := parseSeed(English, bad); err == nil {
			t.Errorf("parseSeed(%q) = %d, want an error", bad, seed)
		}
	}
	if size, err := parseSize(English, "200", " 150"); err != nil || size != (recipe.Size{W: 200, H: 150}) {
		t.Errorf("parseSize(200, 150) = %v, %v", size, err)
	}
	for _, bad := range [][2]string{{"0", "5"}, {"5", "1025"}, {"x", "5"}, {"5", ""}} {
		if size, err := parseSize(English, bad[0], bad[1]); err == nil {
			t.Errorf("parseSize(%q, %q) = %v, want an error", bad[0], bad[1], size)
		}
	}
}
