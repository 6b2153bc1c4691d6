package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// bar draws progress on one line of a terminal; elsewhere it prints a line
// every ten seconds, so that a log stays readable.
type bar struct {
	w        io.Writer
	terminal bool
	last     time.Time
	drawn    bool
}

func newBar(w io.Writer) *bar {
	f, ok := w.(*os.File)
	b := &bar{w: w, terminal: ok && term.IsTerminal(int(f.Fd()))}
	if !b.terminal {
		b.last = time.Now() // what ends soon needs no line of progress
	}
	return b
}

const (
	terminalEvery = 100 * time.Millisecond
	logEvery      = 10 * time.Second
)

// show draws done of total. rate is per second, left in seconds; zero hides them.
func (b *bar) show(what string, done, total int64, rate, left float64, unit string) {
	every := logEvery
	if b.terminal {
		every = terminalEvery
	}
	now := time.Now()
	if now.Sub(b.last) < every && (done < total || !b.terminal) {
		return
	}
	b.last = now
	text := fmt.Sprintf("%-9s %d/%d", what, done, total)
	if rate > 0 {
		text += fmt.Sprintf("  %.1f %s/s", rate, unit)
	}
	if left >= 1 {
		text += "  " + time.Duration(left*float64(time.Second)).Round(time.Second).String() + " left"
	}
	if !b.terminal {
		fmt.Fprintln(b.w, text)
		return
	}
	b.drawn = true
	fmt.Fprintf(b.w, "\r\x1b[K%s %s", gauge(done, total, 24), text)
}

// clear removes the bar, so that what is printed next stands alone.
func (b *bar) clear() {
	if b.terminal && b.drawn {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.drawn = false
	}
}

func gauge(done, total int64, width int) string {
	full := 0
	if total > 0 {
		full = int(done * int64(width) / total)
	}
	return "[" + strings.Repeat("=", full) + strings.Repeat(" ", width-full) + "]"
}
