// Package codegen writes a recipe as code for the libraries that a learner may
// know: Keras, tf.data with tf.image, torchvision and Albumentations. The code
// is whole: pasted into a file beside a folder data/train of class folders (for
// Albumentations a picture.jpg) it runs.
//
// What a library cannot say as Graft means it stands as a comment in the code
// and as a note; [Code.Exact] is true only if the same draws give the same
// pixels, to rounding. testdata/check.py holds the code to that with the
// libraries themselves.
//
// [Predict] is the programs that recognise a picture with a trained classifier.
// testdata/check_predict.py runs them.
package codegen
