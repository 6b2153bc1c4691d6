// Command onnxruntime puts the ONNX Runtime library where graft finds it. The
// library comes from its Python wheel or its Node.js package, by whichever of
// pip and npm this machine has; nothing is asked and nothing else is installed.
//
// Without it graft trains three times slower, on the pure-Go backend, so this
// command fails softly under -optional: it says what is missing and exits 0.
package main
