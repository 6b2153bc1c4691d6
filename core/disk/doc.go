// Package disk keeps files whole. What it has written is on the disk when it returns,
// and a program killed meanwhile leaves the old file or the new one, never half of
// one. [Sweep] clears away what such kills leave beside them.
package disk
