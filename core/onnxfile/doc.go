// Package onnxfile writes ONNX models, the format in which networks go from one
// runtime to another.
//
// A [Model] is built operation by operation; each returns the [Value] that the
// next one takes, and is named, so that the file reads well in a viewer.
// [Model.WriteTo] streams the file: tensors are written from the memory they
// lie in. The first mistake (an unknown value, a name used twice, a tensor
// whose size does not fit its shape) is kept and returned by WriteTo.
//
// resnet.AddBackbone adds ResNet-50. A head goes behind it as one product:
//
//	m := onnxfile.New("classifier")
//	image := m.Input("image", onnxfile.Any, 3, 224, 224)
//	_, features := resnet.AddBackbone(m, weights, image)
//	logits := m.Gemm("logits", features, m.Tensor("head.kernel", kernel, 2048, classes), m.Tensor("head.bias", bias, classes))
//	m.Output(m.Softmax("probabilities", logits), onnxfile.Any, classes)
//	m.Metadata("classes", names)
//	_, err := m.WriteTo(w)
//
// Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, operator set
// 17, IR version 8, which runtimes since 2022 read.
package onnxfile
