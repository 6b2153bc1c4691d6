// Package state is what the parts of one page share: the document with its address
// and undo ([Session]), the set of pictures in this browser ([PictureSet]), what is
// known of the trainer and its runs ([Trainer], [Job], [Report]), and the language.
//
// An [App] holds all of it. Each component has it as a field, reads from it as it
// draws, and changes the document only through Session.Edit; what has changed is
// told by an action ([SessionChanged], [DataChanged], [JobsChanged]), on which the
// views that show it draw again. There is one App in a tab, and one for each
// language that the server draws; use it on the goroutine that draws.
package state
