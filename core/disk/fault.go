package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"graft/core/fault"
)

var (
	isFull       = fault.Define("disk.full", "the server's disk is full")
	tooManyFiles = fault.Define("disk.too_many_files", "the server has too many files open")
	noMemory     = fault.Define("disk.no_memory", "the server has too little memory")
	readOnly     = fault.Define("disk.read_only", "the server may not write to its disk")
	notAllowed   = fault.Define("disk.not_allowed", "the server may not use its files")
	broken       = fault.Define("disk.broken", "the server's disk does not read or write")
)

// faults are the kinds of error that are the machine's, with words for people. Those
// that are ofFile count only where a file was at stake: a network refuses, too.
var faults = []struct {
	kind   syscall.Errno
	ofFile bool
	why    *fault.Kind
}{
	{syscall.ENOSPC, false, isFull},
	{syscall.EDQUOT, false, isFull},
	{syscall.EMFILE, false, tooManyFiles},
	{syscall.ENFILE, false, tooManyFiles},
	{syscall.ENOMEM, false, noMemory},
	{syscall.EROFS, true, readOnly},
	{syscall.EACCES, true, notAllowed},
	{syscall.EPERM, true, notAllowed},
	{syscall.EIO, true, broken},
	{syscall.ESTALE, true, broken},
}

// Machine says what is wrong with the machine if that is what err comes of, in words
// for people who are not to learn the names of files, and else nil. Whatever was
// tried is not to blame, and may work later: a full disk, too many open files, too
// little memory, a file system that cannot be written, read or entered.
func Machine(err error) *fault.Error {
	if err == nil {
		return nil
	}
	file := (*fs.PathError)(nil)
	link := (*os.LinkError)(nil)
	ofFile := errors.As(err, &file) || errors.As(err, &link)
	for _, f := range faults {
		if errors.Is(err, f.kind) && (ofFile || !f.ofFile) {
			return f.why.Err()
		}
	}
	return nil
}
