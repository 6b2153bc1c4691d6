// Package optimize changes values by their gradients: Adam, AdamW and SGD with momentum,
// at a rate that follows a schedule ([RateAt]). It computes on the host, the same on every
// machine, and its state is part of a checkpoint.
package optimize
