// Command bench/train measures Graft's backends against plain onnxruntime on the
// same network and against Keras on TensorFlow as the article wrote it: 320
// pictures in batches of 32, a frozen ResNet-50 with its classifier, a dense
// layer on top.
//
//	make bench-train
//	make bench-train PYTHON=/path/to/python ARGS="-rounds 5"
//
// All take turns, round after round, in one run on the same number of threads,
// and the best round of each counts: what else the machine does then harms all
// alike. Peers are measured if the Python that is named has them.
package main
