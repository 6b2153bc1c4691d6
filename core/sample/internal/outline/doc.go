// Package outline draws what has an outline: shapes through points that a person wrote
// down, limbs, and blades of grass, for core/sample.
package outline
