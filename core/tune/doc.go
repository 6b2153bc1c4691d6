// Package tune fine-tunes ResNet-50 to a data set's classes.
//
// [Run] splits the data set (stratified), takes the features of every training
// picture as it is and of V augmented views of it, and of every validation
// picture as it is, never augmented. The views are those that the browser tab
// shows for the same recipe: view numbers 0 to V-1. Then it trains a dense
// layer with softmax on cross-entropy, and folds the standardisation of the
// features into it, so that the head that comes out takes features as the
// extractor makes them. In the modes that tune the backbone a second phase
// trains that layer and the last stage, or every layer, together; batch
// normalisation stays in inference mode. The backend computes gradients; the
// optimizer works on the host.
//
// Features are cached on disk (core/tune/featurecache), each batch as soon as it
// is there, under the digest of the picture, the view, the recipe and the digest
// of the weights; what the frozen stages make of a view likewise. A second run
// with other training settings starts at once, one with another recipe computes
// the augmented views only. With Options.Checkpoint a run that was cut off
// continues after its last epoch and gives what it would have given. At its end
// a run is judged by the pictures that were held out (core/tune/report).
//
// Memory: 8 KiB for each feature vector, and for pictures about 10 bytes a
// pixel of at most 48 million pixels decoded at a time, twice that where
// pictures are mixed, however many and large they are.
//
// The same data set, options and backend give the same head, bit for bit.
package tune
