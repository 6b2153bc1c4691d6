// Package keras reads Keras's ResNet50 out of an HDF5 file (core/hdf5) and returns its
// numbers with the names, the order of axes and the batch normalisation that
// torchvision has (core/weights/layout).
//
// [Open] takes files of all generations of Keras: what it publishes, what
// save_weights writes, and whole saved models.
package keras
