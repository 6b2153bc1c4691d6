// Package room bounds what data sets and runs take of a server's disk, before it is taken.
package room
