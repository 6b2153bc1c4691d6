package lru_test

import (
	"fmt"
	"testing"

	"graft/core/lru"
)

func TestCache(t *testing.T) {
	c := lru.New[string](10, func(s string) int { return len(s) })
	for _, step := range []struct {
		do   func()
		want string // keys, the latest first, and what they cost
	}{
		{func() { c.Put("a", "1234"); c.Put("b", "1234") }, "[b a] 8"},
		{func() { c.Get("a") }, "[a b] 8"},
		{func() { c.Put("c", "123") }, "[c a] 7"}, // b was used longest ago
		{func() { c.Put("a", "1") }, "[a c] 4"},   // another value
		{func() { c.Put("d", "123456") }, "[d a c] 10"},
		{func() { c.Put("e", "123456789012") }, "[e] 12"}, // the latest stays, whatever it costs
		{func() { c.Put("f", "1") }, "[f] 1"},
		{func() { c.Remove("f"); c.Remove("f") }, "[] 0"},
	} {
		step.do()
		if got := fmt.Sprint(c.Keys(), c.Held()); got != step.want {
			t.Errorf("kept %s, want %s", got, step.want)
		}
	}
	if v, ok := c.Get("a"); ok {
		t.Errorf("Get of what was forgotten = %q", v)
	}
}

func ExampleCache() {
	thumbs := lru.New[string](5, func(body []byte) int { return len(body) })
	thumbs.Put("cat", []byte("jpg"))
	thumbs.Put("dog", []byte("jpg")) // six bytes are one too many
	_, ok := thumbs.Get("cat")
	fmt.Println(thumbs.Keys(), ok)
	// Output: [dog] false
}
