package main

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// megabytes is the value of a flag for a size: a number of MB, or one with its unit.
type megabytes int64

// units are how many MB each unit of a size has.
var units = []struct {
	name string
	mb   float64
}{{"KB", 1. / 1024}, {"MB", 1}, {"GB", 1 << 10}, {"TB", 1 << 20}, {"", 1}}

// String returns the size in the largest unit in which it is a whole number.
func (m *megabytes) String() string {
	switch n := *m; {
	case n == 0:
		return "0"
	case n%(1<<10) == 0:
		return fmt.Sprintf("%dGB", n>>10)
	default:
		return fmt.Sprintf("%dMB", n)
	}
}

// Set reads a size. Less than a megabyte is none.
func (m *megabytes) Set(text string) error {
	upper := strings.ToUpper(strings.TrimSpace(text))
	for _, u := range units {
		number, ok := strings.CutSuffix(upper, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		mb := n * u.mb
		switch {
		case err != nil || math.IsNaN(n) || n < 0:
			return errors.New("want a size such as 500MB or 20GB, or a number of MB")
		case mb > maxMB:
			return fmt.Errorf("want at most %dTB", maxMB>>20)
		case mb != 0 && mb < 1:
			return errors.New("want at least 1MB")
		}
		*m = megabytes(mb)
		return nil
	}
	return nil // the last unit ends every text
}

// bytes returns the size in bytes.
func (m megabytes) bytes() int64 { return int64(m) << 20 }

// maxMB is a terabyte: more is a slip of the finger.
const maxMB = 1 << 20

// plain is a flag's value that says what would be right, where Go says "parse error".
type plain struct{ flag.Value }

func (p plain) Set(text string) error {
	if err := p.Value.Set(text); err != nil {
		return wanted(p.Value, err)
	}
	return nil
}

// IsBoolFlag lets -open stand without a value.
func (p plain) IsBoolFlag() bool {
	b, ok := p.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// wanted returns what v takes, or err if that says so itself.
func wanted(v flag.Value, err error) error {
	getter, ok := v.(flag.Getter)
	if !ok {
		return err
	}
	switch getter.Get().(type) {
	case int, int64:
		return errors.New("want a whole number")
	case float64:
		return errors.New("want a number")
	case time.Duration:
		return errors.New("want a time with its unit, as in 30s, 5m or 2h")
	case bool:
		return errors.New("want true or false")
	}
	return err
}
