// Package models keeps the backbones of a server in memory: it loads one when it is first
// needed, for whoever needs it, and bounds how many there are.
package models
