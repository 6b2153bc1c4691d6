// Package sample has pictures for visitors without any: two bundled scenes
// ([Picture]) and a set of two classes, hot dogs and other things on a plate
// ([Set]), drawn from a seed as it is asked for.
//
// The set is drawn flat, from above: every thing is a shape with a height, and
// its shading and shadow follow from that. It is the same on amd64 and
// WebAssembly; elsewhere fused multiplication may move a level here and there.
package sample
