// Package fault makes errors that a program can tell apart and put into any language.
//
// A [Kind] is declared once, beside the code that fails:
//
//	var ErrTooLarge = fault.Define("dataset.too_large", "dataset: an archive of {size}: want at most {most}")
//
// It is an error itself, for errors.Is; its Err gives an [Error], with a value for each
// name in braces, in that order:
//
//	return ErrTooLarge.Err("3 GB", "2 GB") // dataset: an archive of 3 GB: want at most 2 GB
//
// What is sent to others is a [Wire]: the English text, the code and the values. The words
// for it in every language are the page's (web/internal/i18n).
package fault
