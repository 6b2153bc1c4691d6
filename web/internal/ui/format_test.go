package ui

import (
	"math"
	"testing"
	"time"
)

func TestFormatBytes(t *testing.T) {
	for _, tc := range []struct {
		in   float64
		want string
	}{
		{0, "0 B"}, {999, "999 B"}, {1000, "1.0 kB"}, {12_345, "12.3 kB"}, {99_949, "99.9 kB"}, {99_950, "100 kB"},
		{999_499, "999 kB"}, {999_500, "1.0 MB"}, {4.2e6, "4.2 MB"}, {1.5e9, "1.5 GB"}, {3e15, "3000 TB"},
	} {
		if got := FormatBytes(tc.in); got != tc.want {
			t.Errorf("formatBytes(%g) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestFormatCount(t *testing.T) {
	for in, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := FormatCount(in); got != want {
			t.Errorf("formatCount(%d) = %q, want %q", in, got, want)
		}
	}
}

func TestFormatRate(t *testing.T) {
	for _, tc := range []struct {
		in   float64
		want string
	}{
		{0, "–"}, {math.NaN(), "–"}, {math.Inf(1), "–"}, {0.25, "0.2"}, {4.84, "4.8"}, {9.96, "10"}, {1234.4, "1,234"},
	} {
		if got := FormatRate(tc.in); got != tc.want {
			t.Errorf("formatRate(%g) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestFormatLeft(t *testing.T) {
	for _, tc := range []struct {
		in   time.Duration
		want string
	}{
		{0, ""}, {-time.Second, ""}, {300 * time.Millisecond, "1 s"}, {9 * time.Second, "9 s"}, {11 * time.Second, "15 s"},
		{50 * time.Second, "50 s"}, {56 * time.Second, "1 min"}, {89 * time.Second, "1 min"}, {91 * time.Second, "2 min"},
		{59 * time.Minute, "59 min"}, {59*time.Minute + 50*time.Second, "1 h"}, {77 * time.Minute, "1 h 20 min"}, {2 * time.Hour, "2 h"},
	} {
		if got := FormatLeft(English, tc.in); got != tc.want {
			t.Errorf("formatLeft(%v) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestFormatTook(t *testing.T) {
	for in, want := range map[time.Duration]string{
		40 * time.Millisecond: "0.0 s", 1440 * time.Millisecond: "1.4 s", 12 * time.Second: "12 s",
		59600 * time.Millisecond: "1 min 00 s", 185 * time.Second: "3 min 05 s",
	} {
		if got := FormatTook(English, in); got != want {
			t.Errorf("formatTook(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestFormatPercent(t *testing.T) {
	for _, tc := range []struct {
		in   float64
		want string
	}{
		{0, "0%"}, {0.5, "50%"}, {0.975, "97.5%"}, {0.9999, "99.9%"}, {1, "100%"}, {math.NaN(), "–"},
	} {
		if got := FormatPercent(tc.in); got != tc.want {
			t.Errorf("formatPercent(%g) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestMeter(t *testing.T) {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	var m Meter
	m.Add(0, start)
	if m.Left(100) != 0 {
		t.Errorf("left after one reading = %v, want 0: the speed is unknown", m.Left(100))
	}
	for i := 1; i <= 10; i++ {
		m.Add(float64(10*i), start.Add(time.Duration(i)*time.Second))
	}
	if math.Abs(m.Speed-10) > 1e-9 {
		t.Errorf("speed of 10 a second = %g", m.Speed)
	}
	if got := m.Left(200); got != 10*time.Second {
		t.Errorf("left(200) at 100 = %v, want 10s", got)
	}
	// A faster network is believed step by step: after one span, about 63 % of the way.
	m.Add(180, start.Add(14*time.Second))
	if want := 10 + 10*(1-math.Exp(-1)); math.Abs(m.Speed-want) > 1e-9 {
		t.Errorf("speed after a span at twice the pace = %g, want %g", m.Speed, want)
	}
	m.Add(181, start.Add(14*time.Second+50*time.Millisecond))
	if m.done != 180 {
		t.Errorf("a reading after 50 ms was taken: done = %g, want 180", m.done)
	}
	m.Add(5, start.Add(20*time.Second))
	if m.Speed != 0 || m.done != 5 {
		t.Errorf("after starting over: %+v, want done 5 and no speed", m)
	}
}
