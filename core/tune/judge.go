package tune

import "fmt"

// fewValidation is the number of validation pictures below which their
// accuracy says little: one picture more or less moves it by a tenth.
const fewValidation = 10

// judge applies the head as it will be used, to raw features, fills in the
// confusion matrix and warns of what it shows.
func (s *sets) judge(res *Result) error {
	res.Confusion = make([][]int, s.classes)
	for i := range res.Confusion {
		res.Confusion[i] = make([]int, s.classes)
	}
	for _, e := range s.val {
		p, err := res.Head.Predict(e.x)
		if err != nil {
			return fmt.Errorf("tune: %w", err)
		}
		res.Confusion[e.class][argmax(p)]++
	}
	if n := len(s.val); n < fewValidation {
		res.warn("Only %d validation pictures: the accuracy moves by %.0f %% with each, so it says little.", n, 100/float64(n))
	}
	res.warnCollapse()
	if n := len(res.Skipped); n > 0 {
		res.warn("%d pictures could not be read and were left out.", n)
	}
	return nil
}

// warnCollapse warns if every validation picture is taken for one class though
// they are of several.
func (res *Result) warnCollapse() {
	predicted, shown := make(map[int]int), 0
	for _, row := range res.Confusion {
		of := 0
		for class, n := range row {
			if n > 0 {
				predicted[class] += n
				of += n
			}
		}
		if of > 0 {
			shown++
		}
	}
	if len(predicted) != 1 || shown < 2 {
		return
	}
	for class := range predicted {
		res.warn("The head has collapsed: it takes every validation picture for %q. More pictures, more epochs or another learning rate may help.", res.Classes[class])
	}
}
