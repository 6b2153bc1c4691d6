// Package starter holds the weights of ResNet-50 that the program carries, so
// that it works without a network: trained on pictures that code draws.
//
// resnet50.bin is a gzip of a safetensors file. A convolution's kernel NAME,
// [out, in, height, width] as torchvision names and shapes it, is of type I8,
// and NAME.scale, F32 [out], says what each of an output channel's whole
// numbers is worth. The tensors of batch normalisations are F32. The
// last layer, fc, tells 1,000 invented kinds of drawn things apart; its matrix is
// packed like a kernel. The metadata say format ("graft-starter-1"), variant ("v1.5"),
// preprocess ("torchvision"), version of the weights, and card, what is to know
// of them as JSON.
//
// The package knows nothing of the network: core/resnet checks names and shapes.
package starter
