// Package network is what core/tune trains: a dense layer, perhaps with a part of the
// backbone before it, as two graphs of a backend. One gives the loss and the gradients of
// some examples, the other their logits; the values lie on the host, where
// core/tune/internal/optimize changes them. A backend that stops answering is noticed
// ([Guard]).
package network
