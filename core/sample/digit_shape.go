package sample

import (
	"strconv"
	"strings"
)

// hands are the ways in which each digit is written: what a pen does, in a box
// about 66 wide and 100 high, y downwards. Points are joined by a smooth curve;
// "|" is a corner, "/" lifts the pen, "@" closes the curve.
var hands = [10][]string{
	{
		"@ 36,1 12,17 3,50 12,84 34,99 57,84 65,50 57,16",
		"46,6 24,3 7,24 2,56 13,89 36,99 58,82 66,48 56,14 38,2 27,7",
		"42,5 16,14 4,48 12,86 36,99 58,82 64,46 54,15 48,9",
		"@ 34,1 16,12 9,50 17,88 35,99 53,87 59,50 52,13",
		"58,16 40,1 16,12 4,46 8,84 30,99 54,86 64,52 58,18 44,4 34,12",
	},
	{
		"35,0 34,50 34,100",
		"13,25 36,2 | 36,100",
		"14,22 37,2 | 37,100 / 11,100 63,99",
		"42,0 36,46 31,100",
		"24,13 38,3 | 37,100",
		"22,20 35,10 40,1 | 36,52 37,100 / 18,99 56,100",
	},
	{
		"6,24 18,6 40,1 57,18 52,44 30,72 4,97 | 65,97",
		"8,24 22,4 46,4 57,25 47,54 26,80 11,92 4,84 17,77 35,89 52,98 67,92",
		"7,19 28,2 54,11 51,38 | 5,97 | 62,97",
		"10,31 16,8 38,0 58,17 49,48 24,78 2,98 | 26,92 48,99 66,93",
		"4,16 26,2 52,8 56,32 38,60 8,92 6,98 | 36,95 64,98",
	},
	{
		"6,15 28,1 52,10 53,32 25,46 | 53,56 61,79 37,99 4,89",
		"7,3 58,3 | 27,41 | 55,52 61,78 37,99 4,89",
		"8,13 30,1 52,12 48,36 28,47 18,45 24,39 46,47 59,70 46,94 22,100 4,89",
		"9,11 34,1 52,20 41,41 23,47 | 47,53 59,76 39,98 6,92",
		"4,10 30,2 50,14 44,36 20,45 | 50,50 56,78 28,99 2,84",
	},
	{
		"17,3 8,55 | 65,52 / 50,12 46,100",
		"47,0 2,67 | 68,67 / 47,0 47,100",
		"50,2 27,36 4,63 36,66 68,60 / 50,3 47,100",
		"8,5 4,38 14,54 38,51 55,40 / 57,3 53,48 49,100",
		"22,2 14,28 6,58 34,58 66,54 / 56,26 50,60 44,100",
		"36,1 4,58 | 60,60 / 42,34 40,100",
	},
	{
		"57,3 14,3 | 10,44 | 34,35 58,52 59,81 33,99 4,90",
		"16,5 11,44 | 36,36 60,57 55,87 28,100 4,90 / 16,5 62,2",
		"58,3 25,4 12,22 20,41 46,50 59,72 45,96 6,93",
		"53,5 19,8 | 14,43 | 40,38 58,63 45,92 8,98",
		"20,4 12,42 | 30,34 54,44 60,70 42,97 8,96 / 20,5 44,8 66,0",
	},
	{
		"52,3 24,22 6,56 10,87 34,99 57,84 54,60 34,51 13,62 7,75",
		"46,0 22,34 6,66 14,92 36,100 58,86 56,62 36,54 14,66 8,77",
		"58,14 44,1 20,16 4,52 8,88 34,100 58,82 52,58 30,52 9,70",
		"37,0 12,40 4,72 16,97 38,96 50,78 40,60 20,62 7,79",
		"30,0 10,36 4,74 20,99 48,94 56,70 38,56 14,66 6,82",
	},
	{
		"4,3 61,3 | 27,100",
		"4,4 60,4 | 26,100 / 15,53 55,49",
		"4,11 20,2 41,6 63,1 | 40,40 27,100",
		"6,19 | 6,4 | 61,4 | 37,50 28,100",
		"5,16 8,5 36,7 62,2 | 38,52 24,100 / 20,54 58,50",
		"2,6 32,8 64,2 | 48,38 36,100",
	},
	{
		"53,16 33,1 10,13 14,36 35,49 57,64 59,86 34,99 8,86 10,64 33,47 53,34 55,18",
		"@ 34,1 13,11 13,36 34,47 55,36 55,11 / @ 34,47 8,61 8,88 34,100 60,88 60,61",
		"50,9 29,1 13,18 24,40 45,58 53,83 32,99 13,84 20,62 43,40 55,21 50,8",
		"44,20 56,10 40,1 16,8 14,30 36,46 58,66 54,92 26,98 8,80 22,56 46,38 58,18",
	},
	{
		"55,18 33,1 8,17 10,44 32,52 52,37 56,8 | 52,100",
		"56,20 36,1 10,14 8,40 30,50 52,36 57,14 | 58,60 44,94 13,98",
		"@ 34,1 10,12 10,40 32,49 54,38 56,13 / 56,16 51,60 35,100",
		"54,14 30,3 8,26 18,49 42,44 55,17 | 53,56 41,100",
		"58,10 32,2 8,22 14,46 38,46 58,14 | 50,58 30,100",
	},
}

// point of a line in the box of hands, or on the paper.
type point struct{ x, y float64 }

// stroke is what the pen draws between touching the paper and leaving it: curves
// that meet at corners.
type stroke struct {
	curves [][]point
	closed bool
}

// written parses one of hands.
func written(text string) []stroke {
	var all []stroke
	for part := range strings.SplitSeq(text, "/") {
		part, closed := strings.CutPrefix(strings.TrimSpace(part), "@")
		s := stroke{closed: closed}
		var last []point
		for curve := range strings.SplitSeq(part, "|") {
			points := append([]point(nil), last...)
			for pair := range strings.FieldsSeq(curve) {
				x, y, _ := strings.Cut(pair, ",")
				points = append(points, point{number(x), number(y)})
			}
			s.curves, last = append(s.curves, points), points[len(points)-1:]
		}
		all = append(all, s)
	}
	return all
}

// number of a text that TestHandsAreWellFormed has checked.
func number(text string) float64 {
	n, _ := strconv.Atoi(text)
	return float64(n)
}

// along returns points of the smooth curve through those given, steps to each.
func along(p []point, closed bool, steps int) []point {
	n := len(p)
	at := func(i int) point {
		if closed {
			return p[(i+n)%n]
		}
		return p[min(max(i, 0), n-1)]
	}
	spans := n - 1
	if closed {
		spans = n
	}
	line := make([]point, 0, spans*steps+1)
	for i := range spans {
		for k := range steps {
			t := float64(k) / float64(steps)
			a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
			line = append(line, point{between(a.x, b.x, c.x, d.x, t), between(a.y, b.y, c.y, d.y, t)})
		}
	}
	return append(line, at(spans))
}

// between is Catmull and Rom's cubic from b to c.
func between(a, b, c, d, t float64) float64 {
	k1, k2, k3 := c-a, 2*a-5*b+4*c-d, 3*b-3*c+d-a
	return b + float64(0.5*t*(k1+float64(t*(k2+float64(t*k3)))))
}
