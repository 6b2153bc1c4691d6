// Package head is the part of the network that Graft trains: a dense layer
// with softmax on the 2048 features of a ResNet-50, and the file that holds it.
//
// [Head.Predict] is the forward pass in plain Go, small enough for the browser
// tab. [Head.Encode] and [Decode] are the file: safetensors with the tensors
// "kernel" (F32 [2048, C], or F16 where [Head.EncodeHalf] made it for a link)
// and "bias" (F32 [C]), and in the metadata the classes and what the features
// must come from: backbone, weights, their digest, preprocessing and picture
// size, for programs and, as a note, for people. Decode is strict and takes bytes from anyone.
package head
