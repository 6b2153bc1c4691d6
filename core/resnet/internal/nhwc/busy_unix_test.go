//go:build unix

package nhwc

import (
	"syscall"
	"time"
)

// busy is the processor time that the program has taken.
func busy() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
