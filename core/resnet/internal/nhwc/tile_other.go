//go:build !amd64

package nhwc

// kernel computes the tile.
func kernel(t *tile) { tileGeneric(t) }
