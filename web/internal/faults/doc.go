// Package faults puts what the engine, a recipe or the server refused into the
// language of the page.
package faults
