// Package scene draws the bundled pictures: small scenes of solids given by
// distance functions, lit by one soft light, the sky and the room, and seen
// through a lens. It takes seconds a picture, so what the program shows are
// the files it left in core/sample; a test draws them again and compares.
package scene
