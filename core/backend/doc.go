// Package backend chooses what runs the network: XLA where a plugin of it is
// installed, then ONNX Runtime where its library is, then pure Go.
//
// [Open] takes a name and gives a [Backend] that holds the GoMLX backend, what
// it runs on, which form of convolution suits it, and why each better choice
// was passed over. It looks only at files that are already there: it never
// downloads and never waits for a network.
//
// XLA and ONNX Runtime are called through cgo. Built without a C compiler, or
// ONNX Runtime without the build tag onnx, the package works the same with
// what is left, and the notes say what is missing and why.
package backend
