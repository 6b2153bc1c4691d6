// Package train is the view in which a head is trained: what to train on and how,
// the run under way with its curves, the report on a finished one, and runs side by
// side. What is known of the trainer and its jobs is state.Trainer; this package
// shows it.
package train
