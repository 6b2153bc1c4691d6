// Package release says which version of Graft a program is.
package release
