// Package chart draws values by epoch as lines, in panels above one another that
// share their epochs, and the marks that tell classes apart.
package chart
