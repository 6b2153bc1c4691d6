// Package hostile makes pictures that cost a decoder far more than their size says: for
// tests, and for the attack on a server (cmd/tools/attack).
package hostile
