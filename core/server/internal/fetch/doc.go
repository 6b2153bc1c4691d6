// Package fetch downloads ImageNet's weights while a server works on, once for everyone,
// and tells how far that is.
package fetch
