// Command starter measures what the starter weights are good for: heads trained on
// sets that the weights have never seen, with several seeds and default settings,
// beside other weights; as a table with 95 % intervals.
//
//	make build && go run ./cmd/bench/starter
//	go run ./cmd/bench/starter -sets digits -weights starter,random -photos pets=/photos/pets
//
// It runs bin/graft as a user does: samples, train, predict.
package main
