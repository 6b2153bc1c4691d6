// Package hdf5 reads the part of HDF5 that files of weights are written in, as
// Keras and h5py write them by default: groups, attributes of strings, and
// data sets of floating-point numbers, contiguous, compact or in chunks
// (compressed with deflate or not).
//
// [Open] reads the beginning of a file; [Object.Open], [Object.Names],
// [Object.Strings], [Object.Shape] and [Object.Floats] read what is asked for,
// where it lies. Files may come from anywhere: whatever they say is checked
// against their size before memory is taken, and no file makes the reader walk
// for ever.
//
// Not read: superblocks of version 2 on (h5py's libver="latest"), links to other
// places, and other types. Specification: "HDF5 File Format Specification
// Version 3.0", The HDF Group.
package hdf5
