// Package modelfile writes a trained classifier, ResNet-50 and the head behind
// it, as one file that other programs run.
//
// [WriteONNX] is the file for runtimes: any language and device that ONNX
// Runtime knows. [WriteSafetensors] is the file to train on with: the state of
// torchvision's resnet50 with the head as its last layer. Both carry in their
// metadata what a head's file does: the classes in the order of the outputs,
// which weights these are, and what is done to pixels, for programs and for
// people. [Labels] is the classes as a text file.
//
// Files are written as a stream. The weights of the one for PyTorch are written
// from where they lie; for ONNX their convolutions are copied once, with the
// normalisations folded in.
package modelfile
