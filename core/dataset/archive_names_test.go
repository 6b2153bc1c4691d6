package dataset_test

import (
	"fmt"
	"testing"

	"graft/core/dataset"
)

func TestPaths(t *testing.T) {
	for _, tc := range []struct{ classes, names, want []string }{
		{nil, nil, []string{}},
		{[]string{"cat", "dog"}, []string{"1.jpg", "1.jpg"}, []string{"cat/1.jpg", "dog/1.jpg"}},
		{[]string{"cat", "cat", "cat"}, []string{"1.jpg", "1.JPG", "1.jpg"}, []string{"cat/1.jpg", "cat/1 (2).JPG", "cat/1 (3).jpg"}},
		{[]string{"a", "a", "a"}, []string{"x (2).png", "x.png", "x.png"}, []string{"a/x (2).png", "a/x.png", "a/x (3).png"}},
		{[]string{"a", "a", "a", "a"}, []string{"", "..", ".png", "u/v\\w\n.gif"}, []string{"a/picture", "a/_", "a/_png", "a/u_v_w_.gif"}},
		{[]string{"猫"}, []string{"图片.jpeg"}, []string{"猫/图片.jpeg"}},
	} {
		if got := dataset.Paths(tc.classes, tc.names); fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("Paths(%q, %q) = %q, want %q", tc.classes, tc.names, got, tc.want)
		}
	}
}

// Ten thousand pictures of one name, as a camera gives them, take no time that shows.
func TestPathsOfOneName(t *testing.T) {
	const n = 10_000
	classes, names := make([]string, n), make([]string, n)
	for i := range names {
		classes[i], names[i] = "a", "image.jpg"
	}
	seen := map[string]bool{}
	for _, p := range dataset.Paths(classes, names) {
		if seen[p] {
			t.Fatalf("%s twice", p)
		}
		seen[p] = true
	}
}
