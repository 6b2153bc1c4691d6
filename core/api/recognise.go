package api

// Guess is a class and how likely it is.
type Guess struct {
	Name string  `json:"name"`
	P    float32 `json:"p"` // 0 to 1; those of all classes sum to 1
}

// Prediction is what a job's head makes of a picture.
type Prediction struct {
	Classes []Guess `json:"classes"` // every class, the likeliest first
}

// Explanation is a prediction with the places of the picture that speak for it.
type Explanation struct {
	Classes []Guess         `json:"classes"` // every class, the likeliest first
	Side    int             `json:"side"`    // places in each direction: a thirty-second of the input size, rounded up; 7 at 224
	Maps    []ActivationMap `json:"maps"`    // of the class asked for, else of the likeliest
}

// ActivationMap is a class-activation map (Zhou et al. 2016): how much each
// place speaks for a class. The mean of Values plus Bias is the class's logit.
type ActivationMap struct {
	Class  string    `json:"class"`
	Bias   float32   `json:"bias"`
	Values []float32 `json:"values"` // [side, side], from the upper left, row by row
}
