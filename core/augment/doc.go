// Package augment applies a recipe to a picture.
//
// [Compile] turns a recipe into a [Plan]; [NewSource] prepares a decoded
// picture; [Plan.Apply] writes view v of it. The pixels depend on the recipe,
// the bytes of the picture's file and v alone, and are the same on every
// platform: products are rounded before they are added (float32(x*y) + z), and
// exp, log, sine and cosine are this package's own.
//
// The whole picture is first stretched to the recipe's size. A run of adjacent
// geometry steps is one map and one bilinear resampling, in which the picture
// ends where the crops that come before all else cut it; a run of colour and
// pixel steps works on float32 in 0…1, each step saturating where its original
// does, and is rounded to 8 bits once, as the original of its last step does.
// Steps that are switched off separate nothing. A policy and an elastic step are
// runs by themselves. Batch steps are no part of a view: [Plan.Mixes] draws and
// [ApplyMixes] applies them to two finished ones. What the originals themselves
// make of the same drawn values is in testdata/originals.
package augment
