package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"graft/web/internal/i18n"
)

// PercentOf writes a part of a whole for a style sheet, as in "12.50%".
func PercentOf(v, whole float64) string { return fmt.Sprintf("%.2f%%", 100*v/whole) }

// FormatBytes writes a size in decimal units, as file managers and network
// meters do: "0 B", "640 B", "12.3 MB".
func FormatBytes(n float64) string {
	if n < 1000 {
		return fmt.Sprintf("%.0f B", n)
	}
	unit := 0
	for n >= 999.5 && unit < 4 {
		n /= 1000
		unit++
	}
	digits := 1
	if n >= 99.95 {
		digits = 0
	}
	return strconv.FormatFloat(n, 'f', digits, 64) + " " + [...]string{"B", "kB", "MB", "GB", "TB"}[unit]
}

// FormatCount groups thousands: "12,345". Both languages of the page do so.
func FormatCount(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// FormatRate writes a number of things a second with two figures that matter.
func FormatRate(perSecond float64) string {
	switch {
	case !(perSecond > 0) || math.IsInf(perSecond, 0):
		return "–"
	case perSecond < 9.95:
		return strconv.FormatFloat(perSecond, 'f', 1, 64)
	}
	return FormatCount(int(math.Round(perSecond)))
}

// FormatLeft writes a time to go, no finer than it can be known: "5 s", "2 min",
// "1 h 20 min". Unknown is "".
func FormatLeft(w i18n.Words, d time.Duration) string {
	switch s := d.Seconds(); {
	case d <= 0:
		return ""
	case s < 10:
		return fmt.Sprintf(w.T("%d s"), int(math.Ceil(s)))
	case s < 55:
		return fmt.Sprintf(w.T("%d s"), int(math.Ceil(s/5))*5)
	case s < 3570:
		return fmt.Sprintf(w.T("%d min"), int(math.Max(1, math.Round(s/60))))
	default:
		tens := int(math.Round(s/600)) * 10
		if tens%60 == 0 {
			return fmt.Sprintf(w.T("%d h"), tens/60)
		}
		return fmt.Sprintf(w.T("%d h %d min"), tens/60, tens%60)
	}
}

// FormatTook writes a time that has passed: "0.4 s", "12 s", "3 min 05 s".
func FormatTook(w i18n.Words, d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 9.95:
		return fmt.Sprintf(w.T("%.1f s"), s)
	case s < 59.5:
		return fmt.Sprintf(w.T("%.0f s"), s)
	default:
		whole := int(math.Round(s))
		return fmt.Sprintf(w.T("%d min %02d s"), whole/60, whole%60)
	}
}

// FormatPercent writes a share of 1 as "97.5%"; only 1 is "100%".
func FormatPercent(p float64) string {
	if math.IsNaN(p) {
		return "–"
	}
	tenths := math.Round(p * 1000)
	if p < 1 && tenths >= 1000 {
		tenths = 999
	}
	return strings.TrimSuffix(strconv.FormatFloat(tenths/10, 'f', 1, 64), ".0") + "%"
}

// Meter smooths the speed of something that counts up.
type Meter struct {
	done  float64
	at    time.Time
	Speed float64 // a second; 0 while unknown
}

// meterSpan is how far back a speed remembers, more or less: long enough to be
// read, short enough to follow a change of network.
const meterSpan = 4 * time.Second

// Add tells the meter how much is done at a time. Readings closer than 100 ms
// are left for the next: their speed is noise.
func (m *Meter) Add(done float64, at time.Time) {
	if m.at.IsZero() || done < m.done {
		*m = Meter{done: done, at: at}
		return
	}
	gone := at.Sub(m.at)
	if gone < 100*time.Millisecond {
		return
	}
	speed := (done - m.done) / gone.Seconds()
	if m.Speed == 0 {
		m.Speed = speed
	} else {
		keep := math.Exp(-float64(gone) / float64(meterSpan))
		m.Speed = keep*m.Speed + (1-keep)*speed
	}
	m.done, m.at = done, at
}

// Left returns the time to total, 0 while unknown.
func (m *Meter) Left(total float64) time.Duration {
	if m.Speed <= 0 || total <= m.done {
		return 0
	}
	return time.Duration((total - m.done) / m.Speed * float64(time.Second))
}
