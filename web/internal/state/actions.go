package state

// ExplainWanted is the action of another view that wants a picture explained.
const ExplainWanted = "explain-wanted"

// WantedExplanation says which picture, by which job's head.
type WantedExplanation struct{ Job, URL, Name string }

// PictureGiven is the action to the augment view; its value is a File.
const PictureGiven = "picture-given"

// ExampleWanted is the action that has a sample set drawn, uploaded and trained on; its
// value is the set's name.
const ExampleWanted = "example-wanted"

// TrainingWanted is the action that starts training on the set that was uploaded last.
const TrainingWanted = "training-wanted"
