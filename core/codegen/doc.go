// Package codegen writes what Graft does as code for other libraries: a recipe for Keras
// ([Keras]), tf.data with tf.image ([TFData]), torchvision ([Torchvision]) and
// Albumentations ([Albumentations]), all of them by [All]; and a trained classifier as
// programs that recognise a picture with it ([Predict]).
//
// The code is whole: pasted into a file beside a folder data/train of class folders (for
// Albumentations a picture.jpg) it runs. Equal recipes give equal code.
//
// What a library cannot do as Graft does is a comment in the code and a note beside it;
// [Code.Exact] is true only if the same draws give the same pixels, but for rounding.
// testdata/check.py holds the code to that with the libraries themselves,
// testdata/check_predict.py runs the programs.
package codegen
