package imagefile

import (
	"context"
	"sync"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	ctx := context.Background()
	b := NewBudget(10)
	if !b.Take(ctx, 25) {
		t.Fatal("what is larger than all of it has to pass when nothing is out")
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if b.Take(short, 1) {
		t.Error("took 1 with 25 of 10 out")
	}
	b.Give(25)
	if !b.Take(ctx, 6) || !b.Take(ctx, 4) {
		t.Error("6 and 4 of 10 did not fit")
	}
	var done sync.WaitGroup
	done.Go(func() {
		if !b.Take(ctx, 5) {
			t.Error("did not get 5 after 6 came back")
		}
	})
	b.Give(6)
	done.Wait()
	if b.out != 9 {
		t.Errorf("%d out, want 4 and 5", b.out)
	}
}
