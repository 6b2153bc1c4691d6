package report

import (
	"encoding/hex"

	"graft/core/head"
)

// mapPoints bounds the points of a map: more are a blot, and megabytes.
const mapPoints = 4000

// mapFeatures returns the map of the pictures, the zero one if there are none. Of
// more than mapPoints pictures it takes evenly many.
func mapFeatures(pictures []Picture) FeatureMap {
	if n := len(pictures); n > mapPoints {
		some := make([]Picture, mapPoints)
		for i := range some {
			some[i] = pictures[i*n/mapPoints]
		}
		pictures = some
	}
	if len(pictures) == 0 {
		return FeatureMap{}
	}
	rows := make([][]float32, len(pictures))
	for i, p := range pictures {
		rows[i] = p.Features
	}
	c := principal(rows, head.Features, 2)
	m := FeatureMap{Points: make([]Point, len(pictures))}
	copy(m.Explained[:], c.explained)
	for i, p := range pictures {
		at := c.project(p.Features)
		m.Points[i] = Point{
			Path: p.Item.Path, Digest: hex.EncodeToString(p.Item.Digest[:]), Class: p.Item.Class, HeldOut: p.Probabilities != nil,
			X: float32(at[0]), Y: float32(at[1]),
		}
	}
	return m
}
