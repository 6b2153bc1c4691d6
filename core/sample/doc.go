// Package sample has pictures for visitors without any: bundled scenes
// ([Picture]) and sets of classes ([Kinds], [Set]), drawn from a seed as they are
// asked for.
//
// The digits are written by pens, 28×28 and grey; the other sets are drawn flat,
// from above: every thing is a shape with a height, and its shading and shadow
// follow from that. They are the same on amd64 and WebAssembly; elsewhere fused
// multiplication may move a level here and there.
package sample
