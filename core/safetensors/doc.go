// Package safetensors reads and writes safetensors files: named tensors of numbers
// behind a JSON header, the form in which weights and heads are kept.
//
// [Open] reads the header and nothing else; [File.Tensor] and [File.Bytes] read one
// tensor. What the header says is checked against the file's size before memory is
// taken for it, so a file from a stranger costs no more than its own length.
// [Write] gives equal bytes for equal tensors and metadata.
//
// Format: https://huggingface.co/docs/safetensors, "Format".
package safetensors
