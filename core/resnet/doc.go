// Package resnet runs ResNet-50 without its last layer: pictures of 224 by 224
// pixels, or any square of 32 to 512, in, 2048 features each out.
//
// [Weights] come from a safetensors file in torchvision's layout, from an HDF5
// file of Keras, from the hub or from a seed ([Load], [LoadFile], [Random]), and
// carry the preprocessing and the [Variant] of the network they were trained
// with. [NewExtractor] compiles the network ([Graph]) with
// them for a backend; [Extractor.Features] runs it.
//
// Batch normalisation, which is fixed here, is folded into the convolutions. Paper: He et al., "Deep Residual Learning for Image
// Recognition", 2015.
package resnet
