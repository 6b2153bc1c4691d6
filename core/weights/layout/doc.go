// Package layout says what ResNet-50 is made of: which convolutions it has, and the
// names and shapes of the tensors that hold its numbers, as torchvision has them.
//
// Whoever reads weights (core/weights) checks them against [TensorShapes]; whoever
// computes with them (core/resnet) walks [Variant.Blocks].
package layout
