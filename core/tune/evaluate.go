package tune

import (
	"fmt"

	"graft/core/tune/report"
)

// fewValidation is the number of validation pictures below which their
// accuracy says little: one picture more or less moves it by a tenth.
const fewValidation = 10

// evaluate applies the head as it will be used, to raw features, and reports on it.
func (s *sets) evaluate(res *Result) error {
	for i, j := range s.pictures {
		if !s.heldOut[i] {
			continue
		}
		p, err := res.Head.Predict(j.Features)
		if err != nil {
			return fmt.Errorf("tune: %w", err)
		}
		s.pictures[i].Probabilities = p
	}
	res.report(s.pictures)
	return nil
}

// report makes the report and warns of what it shows.
func (res *Result) report(pictures []report.Picture) {
	res.Report = report.New(res.Classes, pictures)
	res.Confusion = res.Report.Confusion
	switch n := res.Report.Count; {
	case n == 1:
		res.warn(warnOneValidation)
	case n < fewValidation:
		res.warn(warnFewValidation, n, 100/float64(n))
	}
	res.warnUnequal(pictures)
	if c := res.Report.Collapsed; c != nil {
		res.warn(warnCollapsed, res.Classes[*c])
	}
	if n := len(res.Skipped); n > 0 {
		res.warn(warnUnreadable, n)
	}
}
