// Package nhwc is the arithmetic of a convolutional network in Go: convolution,
// max pooling and the mean, on pictures with channels last.
//
// A [Layer] is a convolution with its bias and, merged into the same pass, the
// addition of a shortcut and ReLU. It needs no im2col: with channels last, what
// lies under one row of a kernel is one run of numbers in memory, so a
// convolution is a sum of products of rows that are where they are. Pictures
// carry their padding with them as a border of zeros ([Plane]), so there are no
// edges to look at.
//
// The product is computed in tiles of 14 pixels by 32 channels, which fill the
// registers of AVX-512 (28 of 32 hold sums); with AVX2 in quarters of that;
// elsewhere by plain loops. 14 divides the widths of ResNet's first four
// resolutions, and two rows of 7 are the last one's.
//
// Each number is the sum of the same products in the same order however many
// pictures are computed together and on however many processors, so the results
// are the same to the bit. In the steady state nothing is allocated.
package nhwc
