//go:build unix

package weights

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
)

// Weights that are in the cache and cannot be opened for want of file descriptors are
// neither said to be absent nor removed.
func TestCacheThatCannotBeOpened(t *testing.T) {
	_, server := startHub(t)
	o := Options{CacheDir: t.TempDir(), Endpoint: server.URL}
	file, err := fetchHub(context.Background(), ImageNetID, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := CacheFault(named(t, "imagenet"), o); err != nil {
		t.Errorf("CacheFault = %v, want none", err)
	}
	if err := CacheFault(named(t, "timm/none"), o); err != nil {
		t.Errorf("CacheFault of what is not there = %v, want none", err)
	}
	var was syscall.Rlimit
	err = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was)
	if err == nil {
		err = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: was.Max})
	}
	if err != nil {
		t.Skip("open files cannot be limited here: ", err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was)
	o.Offline = true
	if _, err := fetchHub(context.Background(), ImageNetID, o); !errors.Is(err, syscall.EMFILE) {
		t.Errorf("fetchHub = %v, want too many open files", err)
	}
	if err := CacheFault(named(t, "imagenet"), o); !errors.Is(err, syscall.EMFILE) {
		t.Errorf("CacheFault = %v, want too many open files", err)
	}
	removeDamaged(file)
	syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was)
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file: %v, want it kept", err)
	}
}
