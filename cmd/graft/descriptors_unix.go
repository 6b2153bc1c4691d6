//go:build unix

package main

import "syscall"

// openFiles is how many files and connections the program may have open.
func openFiles() int {
	var most syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most); err != nil || most.Cur > 1<<20 {
		return 1 << 20
	}
	return int(most.Cur)
}
