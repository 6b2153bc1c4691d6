// Package weights says where a backbone comes from: a [Set] is the numbers of a
// ResNet-50 with the preprocessing and the variant of the network that go with them.
//
// [Load] returns a set by name: what the program carries (core/weights/starter), a
// ResNet-50 of the hub, one of Keras's own files, a file in torchvision's layout or in
// Keras's, or weights drawn from a seed ([Random]). What comes from the hub or from
// Keras lies in the caches that their own tools use; it is fetched once, resumed where
// it broke off, and checked against the digest that its source names.
//
// [Resolve] says what "auto" stands for without touching the network, so that work
// never waits for one; [Reason] says why a fetch failed, in words for visitors.
package weights
