package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// Bar draws progress on one line of a terminal; elsewhere it prints a line
// every ten seconds, so that a log stays readable.
type Bar struct {
	w        io.Writer
	terminal bool
	last     time.Time
	drawn    bool
}

// NewBar returns a bar on w.
func NewBar(w io.Writer) *Bar {
	f, ok := w.(*os.File)
	b := &Bar{w: w, terminal: ok && term.IsTerminal(int(f.Fd()))}
	if !b.terminal {
		b.last = time.Now() // what ends soon needs no line of progress
	}
	return b
}

const (
	terminalEvery = 100 * time.Millisecond
	logEvery      = 10 * time.Second
)

// Show draws done of total. rate is per second, left in seconds; zero hides them.
func (b *Bar) Show(what string, done, total int64, rate, left float64, unit string) {
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
	fmt.Fprintf(b.w, "\r\x1b[K%s %s", Gauge(done, total, 24), text)
}

// Clear removes the bar, so that what is printed next stands alone.
func (b *Bar) Clear() {
	if b.terminal && b.drawn {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.drawn = false
	}
}

// Gauge draws done of total as a bar of so many characters.
func Gauge(done, total int64, width int) string {
	full := 0
	if total > 0 {
		full = int(done * int64(width) / total)
	}
	return "[" + strings.Repeat("=", full) + strings.Repeat(" ", width-full) + "]"
}
