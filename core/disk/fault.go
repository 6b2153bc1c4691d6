package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// faults are the kinds of error that are the machine's, with words for people. Those
// that are ofFile count only where a file was at stake: a network refuses, too.
var faults = []struct {
	kind   syscall.Errno
	ofFile bool
	why    string
}{
	{syscall.ENOSPC, false, "the server's disk is full"},
	{syscall.EDQUOT, false, "the server's disk is full"},
	{syscall.EMFILE, false, "the server has too many files open"},
	{syscall.ENFILE, false, "the server has too many files open"},
	{syscall.ENOMEM, false, "the server has too little memory"},
	{syscall.EROFS, true, "the server may not write to its disk"},
	{syscall.EACCES, true, "the server may not use its files"},
	{syscall.EPERM, true, "the server may not use its files"},
	{syscall.EIO, true, "the server's disk does not read or write"},
	{syscall.ESTALE, true, "the server's disk does not read or write"},
}

// MachineFault says what is wrong with the machine if that is what err comes of, in
// words for people who are not to learn the names of files, and else "". Whatever was
// tried is not to blame, and may work later: a full disk, too many open files, too
// little memory, a file system that cannot be written, read or entered.
func MachineFault(err error) string {
	if err == nil {
		return ""
	}
	file := (*fs.PathError)(nil)
	link := (*os.LinkError)(nil)
	ofFile := errors.As(err, &file) || errors.As(err, &link)
	for _, f := range faults {
		if errors.Is(err, f.kind) && (ofFile || !f.ofFile) {
			return f.why
		}
	}
	return ""
}
