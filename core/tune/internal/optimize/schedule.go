package optimize

import (
	"math"

	"graft/core/recipe"
)

// RateAt returns the factor on the learning rate at a time of a phase, both in
// epochs: at 0.5 half of the first one is done. During the warm-up it rises to 1
// step by step, the first step taking perEpoch⁻¹ of an epoch's rise; then it is 1,
// falls along half a cosine to 0 at the phase's end, or falls by the factor after
// every StepEpochs.
func RateAt(t recipe.Train, at, epochs float64, perEpoch int) float64 {
	warm := min(float64(t.WarmupEpochs), epochs)
	if at < warm {
		return (at + 1/float64(perEpoch)) / warm
	}
	switch t.Schedule {
	case recipe.ScheduleCosine:
		if epochs <= warm {
			return 1
		}
		return 0.5 * (1 + math.Cos(math.Pi*min((at-warm)/(epochs-warm), 1)))
	case recipe.ScheduleStep:
		return math.Pow(t.StepFactor, math.Floor(at/float64(t.StepEpochs)+1e-9))
	}
	return 1
}
