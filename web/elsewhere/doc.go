// Package elsewhere is the dialog that offers a trained classifier to other
// programs: its files, each with the program that loads it.
package elsewhere
