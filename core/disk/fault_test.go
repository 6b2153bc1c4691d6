package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestMachine(t *testing.T) {
	of := func(kind error) error {
		return fmt.Errorf("job: event running: %w", &fs.PathError{Op: "open", Path: "/data/x", Err: kind})
	}
	for _, tc := range []struct {
		err  error
		want string
	}{
		{of(syscall.ENOSPC), "disk is full"},
		{of(syscall.EDQUOT), "disk is full"},
		{of(syscall.EMFILE), "too many files open"},
		{of(syscall.ENFILE), "too many files open"},
		{os.NewSyscallError("mmap", syscall.ENOMEM), "too little memory"},
		{of(syscall.EROFS), "may not write"},
		{&os.LinkError{Op: "rename", Err: syscall.EROFS}, "may not write"},
		{of(syscall.EACCES), "may not use its files"},
		{of(syscall.EPERM), "may not use its files"},
		{of(syscall.EIO), "does not read or write"},
		{of(syscall.ESTALE), "does not read or write"},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)}, "too many files open"},

		// A firewall, a file that is not there, a mistake of ours or of the request.
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EACCES)}, ""},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, ""},
		{of(syscall.ENOENT), ""},
		{of(syscall.ENOTDIR), ""},
		{errors.New("tune: no pictures"), ""},
		{nil, ""},
	} {
		got := ""
		if e := Machine(tc.err); e != nil {
			got = e.Text()
		}
		if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("Machine(%v) = %q, want %q", tc.err, got, tc.want)
		}
	}
}
