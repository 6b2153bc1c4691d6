// Package resnet runs ResNet-50 without its last layer: pictures of 224 by 224
// pixels, or any square of 32 to 512, in, 2048 features each out.
//
// [NewExtractor] compiles the network for a backend (core/backend) with a set of
// weights (core/weights); [Extractor.Features] runs it, [Extractor.Map] gives what it
// sees at each place, [Extractor.Logits] what its own last layer says. [NewTrainable]
// prepares a part of the network for training, and [AddBackbone] writes it into an
// ONNX file. [Cut] makes the pictures that published accuracies were measured on.
//
// Batch normalisation, which is fixed here, is folded into the convolutions. Paper:
// He et al., "Deep Residual Learning for Image Recognition", 2015.
package resnet
