package codegen

import (
	"strconv"
	"strings"
)

// num is x as a Python number.
func num(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// float is x as a Python float: 1.0 where num says 1.
func float(x float64) string {
	if n := num(x); strings.Contains(n, ".") {
		return n
	} else {
		return n + ".0"
	}
}

// pair is the bounds of a range as a Python tuple.
func pair(lo, hi float64) string { return "(" + num(lo) + ", " + num(hi) + ")" }

// level is a level of 0 to 255 as a share of full scale.
func level(v float64) string {
	switch v {
	case 0:
		return "0.0"
	case 255:
		return "1.0"
	}
	return num(v) + " / 255"
}

// inverse is 1/x, written so that a reader knows the number again.
func inverse(x float64) string {
	if x == 1 {
		return "1"
	}
	return "1 / " + num(x)
}

// indent puts n spaces before every line.
func indent(n int, lines ...string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		for _, one := range strings.Split(l, "\n") {
			if one != "" {
				one = strings.Repeat(" ", n) + one
			}
			out = append(out, one)
		}
	}
	return out
}
