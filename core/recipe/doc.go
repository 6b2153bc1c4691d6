// Package recipe holds the document that Graft shares: what is done to
// pictures (seed, size, steps) and how the head is trained.
//
// A recipe has three forms that say the same: the Go value [Recipe], canonical
// JSON ([Recipe.JSON], keys in a fixed order, every parameter written out) and
// the link form ([Recipe.Code], base64url of deflated canonical JSON, which
// goes behind "#r=" in an address). [Parse] reads all of them and validates.
//
// [Ops] describes every operation once: its name, kind, parameters with range,
// step, default and unit, and a sentence in English and Chinese. Sliders,
// validation, command help and documentation are made from it. [Presets] are
// recipes to begin with; [ParseKeras] makes one of an ImageDataGenerator's
// parameters.
package recipe
