package state

// ExplainWanted is the action of another view that wants a picture explained.
const ExplainWanted = "explain-wanted"

// WantedExplanation says which picture, by which job's head.
type WantedExplanation struct{ Job, URL, Name string }

// PictureGiven is the action to the augment view; its value is a File.
const PictureGiven = "picture-given"
