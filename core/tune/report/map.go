package report

import (
	"encoding/hex"

	"graft/core/head"
)

// FeatureMap shows the features of the plain view of every picture in two
// dimensions, so that what is near is alike to the network: the first two
// principal components, in units of the features.
type FeatureMap struct {
	// Explained is the share of the features' variance that lies along each of
	// the two axes.
	Explained [2]float64 `json:"explained"`
	Points    []Point    `json:"points"`
}

// Point is a picture on the map.
type Point struct {
	Path    string  `json:"path"`
	Digest  string  `json:"digest"`
	Class   int     `json:"class"`
	HeldOut bool    `json:"held_out"` // a validation picture
	X       float32 `json:"x"`
	Y       float32 `json:"y"`
}

// mapPoints bounds the points of a map: more are a blot, and megabytes.
const mapPoints = 4000

// mapFeatures returns the map of the pictures, or nil if there are none. Of
// more than mapPoints pictures it takes evenly many.
func mapFeatures(pictures []Picture) *FeatureMap {
	if n := len(pictures); n > mapPoints {
		some := make([]Picture, mapPoints)
		for i := range some {
			some[i] = pictures[i*n/mapPoints]
		}
		pictures = some
	}
	if len(pictures) == 0 {
		return nil
	}
	rows := make([][]float32, len(pictures))
	for i, p := range pictures {
		rows[i] = p.Features
	}
	c := principal(rows, head.Features, 2)
	m := &FeatureMap{Points: make([]Point, len(pictures))}
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
