// Package canvas paints the sample pictures: solids with a height on a table seen from
// above, their light and their shadows, in linear light, the same on every platform.
package canvas
