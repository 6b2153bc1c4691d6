// Package augment is the first view: a picture, the steps that change it, and a
// grid of what comes of them. The recipe is read from and changed through
// state.Session; no pixel is touched here, the pool of Web Workers draws what
// View.draw asks for.
//
// [View] has the picture (source.go), the grid and the enlarged view with its
// strip of steps (zoom_dialog.go). stepsPanel is the recipe as cards, with a row
// for each parameter (param_row.go, param_scale.go). Dialogs hear an action and
// open themselves: presets, Keras, code, the menu of operations.
package augment
