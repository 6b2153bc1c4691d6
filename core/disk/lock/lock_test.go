package lock_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"graft/core/disk/lock"
)

func TestTry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock.Try(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Try(path); !errors.Is(err, lock.ErrTaken) {
		t.Errorf("a second Try = %v, want %v", err, lock.ErrTaken)
	}
	unlock()
	again, err := lock.Try(path)
	if err != nil {
		t.Fatalf("Try of what was given back = %v", err)
	}
	again()
	if _, err := lock.Try(filepath.Join(path, "below a file")); err == nil || errors.Is(err, lock.ErrTaken) {
		t.Errorf("Try where there is no folder = %v", err)
	}
}

func TestWait(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock.Try(path)
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("enough")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 10*time.Millisecond, why)
	defer cancel()
	if _, err := lock.Wait(ctx, path); !errors.Is(err, why) {
		t.Errorf("Wait until ctx ends = %v, want %v", err, why)
	}
	time.AfterFunc(10*time.Millisecond, unlock)
	second, err := lock.Wait(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	second()
}
