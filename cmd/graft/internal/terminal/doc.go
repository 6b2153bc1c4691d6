// Package terminal shows how far a command is.
package terminal
