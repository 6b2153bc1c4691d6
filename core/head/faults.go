package head

import "graft/core/fault"

// ErrNotHead is what is wrong with a file that is no head, or a damaged one.
var ErrNotHead = fault.Define("head.not_head", "head: decode: {cause}")
