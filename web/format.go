package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"graft/web/internal/i18n"
)

// formatBytes writes a size in decimal units, as file managers and network
// meters do: "0 B", "640 B", "12.3 MB".
func formatBytes(n float64) string {
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

// formatCount groups thousands: "12,345". Both languages of the page do so.
func formatCount(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// formatRate writes a number of things a second with two figures that matter.
func formatRate(perSecond float64) string {
	switch {
	case !(perSecond > 0) || math.IsInf(perSecond, 0):
		return "–"
	case perSecond < 9.95:
		return strconv.FormatFloat(perSecond, 'f', 1, 64)
	}
	return formatCount(int(math.Round(perSecond)))
}

// formatLeft writes a time to go, no finer than it can be known: "5 s", "2 min",
// "1 h 20 min". Unknown is "".
func formatLeft(w i18n.Words, d time.Duration) string {
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

// formatTook writes a time that has passed: "0.4 s", "12 s", "3 min 05 s".
func formatTook(w i18n.Words, d time.Duration) string {
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

// formatPercent writes a share of 1 as "97.5%"; only 1 is "100%".
func formatPercent(p float64) string {
	if math.IsNaN(p) {
		return "–"
	}
	tenths := math.Round(p * 1000)
	if p < 1 && tenths >= 1000 {
		tenths = 999
	}
	return strings.TrimSuffix(strconv.FormatFloat(tenths/10, 'f', 1, 64), ".0") + "%"
}

// meter smooths the speed of something that counts up.
type meter struct {
	done  float64
	at    time.Time
	speed float64 // a second; 0 while unknown
}

// meterSpan is how far back a speed remembers, more or less: long enough to be
// read, short enough to follow a change of network.
const meterSpan = 4 * time.Second

// add tells the meter how much is done at a time. Readings closer than 100 ms
// are left for the next: their speed is noise.
func (m *meter) add(done float64, at time.Time) {
	if m.at.IsZero() || done < m.done {
		*m = meter{done: done, at: at}
		return
	}
	gone := at.Sub(m.at)
	if gone < 100*time.Millisecond {
		return
	}
	speed := (done - m.done) / gone.Seconds()
	if m.speed == 0 {
		m.speed = speed
	} else {
		keep := math.Exp(-float64(gone) / float64(meterSpan))
		m.speed = keep*m.speed + (1-keep)*speed
	}
	m.done, m.at = done, at
}

// left returns the time to total, 0 while unknown.
func (m *meter) left(total float64) time.Duration {
	if m.speed <= 0 || total <= m.done {
		return 0
	}
	return time.Duration((total - m.done) / m.speed * float64(time.Second))
}
