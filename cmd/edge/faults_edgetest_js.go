//go:build js && wasm && edgetest

package main

import (
	"io"
	"net/http"
	"os"
)

// tested breaks in the ways that the header Graft-Test names. Only the Worker
// that the tests build has it.
func tested(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Graft-Test") {
		case "panic":
			w.WriteHeader(http.StatusCreated)
			io.WriteString(w, "half an answer")
			panic("as the test wants")
		case "panic elsewhere": // which ends the program
			go panic("in another goroutine, as the test wants")
			select {}
		case "exit":
			os.Exit(3)
		case "memory":
			var hoard [][]byte
			for {
				hoard = append(hoard, make([]byte, 64<<20))
			}
		}
		h.ServeHTTP(w, r)
	})
}
