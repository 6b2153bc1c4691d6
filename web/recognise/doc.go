// Package recognise is the view that applies a trained head to pictures, and shows
// where in a picture the head looks. The engine applies the head in the tab; only
// the features come from the trainer.
package recognise
