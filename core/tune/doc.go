// Package tune fine-tunes: it trains a new head for a data set on the features
// of a frozen ResNet-50.
//
// [Run] splits the data set (stratified), takes the features of every training
// picture as it is and of V augmented views of it, and of every validation
// picture as it is, never augmented. The views are those that the browser tab
// shows for the same recipe: view numbers 0 to V-1. Then it trains a dense
// layer with softmax by Adam on categorical cross-entropy, with GoMLX on the
// backend given, and folds the standardisation of the features into it, so
// that the head that comes out takes features as the extractor makes them.
//
// Features are cached on disk, each batch as soon as it is there, under the
// digest of the picture, the view, the recipe and the digest of the weights. A
// second run with other training settings starts at once, one with another
// recipe computes the augmented views only, and one that was cut off continues.
//
// Memory: 8 KiB for each feature vector, and for pictures about 10 bytes a
// pixel of at most 48 million pixels decoded at a time, however many and large
// the pictures are.
//
// The same data set, options and backend give the same head, bit for bit.
package tune
