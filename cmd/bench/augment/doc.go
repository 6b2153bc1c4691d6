// Command bench/augment measures the augmentation engine against its peers, in
// one run on one machine:
//
//	make bench-augment
//
// For every operation and three whole recipes it prints the milliseconds that
// one picture takes, a 512×384 source to 224×224: the engine natively on one
// thread; the engine in a worker of Chromium, from the message to the pixels
// back; TensorFlow.js with its WebAssembly backend (SIMD, one thread) in the
// same tab; Albumentations and tf.image on one thread. Then the grid of nine
// tiles as the page draws it, with two workers.
//
// TensorFlow.js comes through npm into the user's cache folder, the Python
// packages from the python3 that is there; what is missing is said and left out.
// Every figure is the best of several rounds over the same sixteen views, each
// with its own draws. The peers' programs are peers.js and peers.py: each is
// written as its documentation suggests, with adjacent maps merged by hand where
// the library cannot, and pictures already decoded. Where a library has no such
// operation there is no figure; where it has a simpler one, that is taken.
package main
