// Package lock keeps two programs from working on the same files at a time, by
// flock(2), as huggingface_hub and others do, or what a system has in its place. The
// end of a program, however it comes, gives its locks back.
package lock
