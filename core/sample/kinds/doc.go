// Package kinds draws the pictures that the starter weights were trained on:
// 4,300 kinds of invented things, glyphs, surfaces, fractals, dishes ([sample.Dish])
// and finds ([sample.Find]), each picture another instance of its kind in other
// light, place and company.
//
// A kind is a random genome, made from its number alone; nothing is copied from
// the world, and nothing of the sample sets' classes is among them: no food that
// there is, no animal and no digit. What the kinds share with real things is what a network
// has to learn first: outlines, parts and how they are arranged, texture,
// colour, shading, shadow, clutter and one thing in front of another.
//
// Picture i of a seed is the same wherever it is drawn on amd64.
package kinds
