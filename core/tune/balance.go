package tune

import "graft/core/tune/report"

// unequalClasses is how many times as many training pictures the largest class
// has as the smallest before it is worth a warning.
const unequalClasses = 10

// warnUnequal warns of classes that cannot be checked and of those that are far
// smaller than others.
func (res *Result) warnUnequal(pictures []report.Picture) {
	trained, checked := make([]int, len(res.Classes)), make([]int, len(res.Classes))
	for _, j := range pictures {
		if j.Probabilities != nil {
			checked[j.Item.Class]++
		} else {
			trained[j.Item.Class]++
		}
	}
	unchecked, first, least, most := 0, 0, 0, 0
	for c := range res.Classes {
		if checked[c] == 0 {
			if unchecked++; unchecked == 1 {
				first = c
			}
		}
		if trained[c] < trained[least] {
			least = c
		}
		if trained[c] > trained[most] {
			most = c
		}
	}
	switch {
	case unchecked == 1:
		res.warn(warnUnchecked, res.Classes[first])
	case unchecked > 1:
		res.warn(warnManyUnchecked, unchecked, res.Classes[first])
	}
	if trained[most] >= unequalClasses*trained[least] {
		res.warn(warnUnequal, res.Classes[most], trained[most], res.Classes[least], trained[least])
	}
}
