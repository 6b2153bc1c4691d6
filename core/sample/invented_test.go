package sample_test

import (
	"bytes"
	"testing"

	"graft/core/sample"
)

func TestDish(t *testing.T) {
	for kind := range sample.Dishes {
		img, traits, err := sample.Dish(kind, 1, 32)
		if err != nil {
			t.Fatal(err)
		}
		if img.Rect.Dx() != 32 || img.Rect.Dy() != 32 {
			t.Fatalf("dish %d is %v, want 32×32", kind, img.Rect)
		}
		other, again, _ := sample.Dish(kind, 2, 32)
		if bytes.Equal(img.Pix, other.Pix) {
			t.Errorf("dish %d is the same for seeds 1 and 2", kind)
		}
		// All but how many are on the plate belongs to the dish.
		if n := len(traits) - 1; !bytes.Equal(traits[:n], again[:n]) {
			t.Errorf("dish %d has traits %v and %v", kind, traits, again)
		}
	}
	for _, bad := range [][2]int{{-1, 64}, {sample.Dishes, 64}, {0, 31}, {0, 513}} {
		if _, _, err := sample.Dish(bad[0], 1, bad[1]); err == nil {
			t.Errorf("dish %d of %d px: no error, want one", bad[0], bad[1])
		}
	}
}

func TestFind(t *testing.T) {
	for kind := range sample.Finds {
		img, traits, err := sample.Find(kind, 1, 32)
		if err != nil {
			t.Fatal(err)
		}
		if img.Rect.Dx() != 32 || img.Rect.Dy() != 32 {
			t.Fatalf("find %d is %v, want 32×32", kind, img.Rect)
		}
		other, again, _ := sample.Find(kind, 2, 32)
		if bytes.Equal(img.Pix, other.Pix) {
			t.Errorf("find %d is the same for seeds 1 and 2", kind)
		}
		if traits != again {
			t.Errorf("find %d has traits %v and %v", kind, traits, again)
		}
	}
	for _, bad := range [][2]int{{-1, 64}, {sample.Finds, 64}, {0, 31}, {0, 513}} {
		if _, _, err := sample.Find(bad[0], 1, bad[1]); err == nil {
			t.Errorf("find %d of %d px: no error, want one", bad[0], bad[1])
		}
	}
}
