// Package report says how good a trained head is and where it fails: from what it makes
// of the pictures that were held out, the accuracy with its interval, figures for each
// class, the mistakes, and the features of all pictures as points in the plane.
package report
