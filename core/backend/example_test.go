package backend_test

import (
	"fmt"
	"log"

	"graft/core/backend"
)

func ExampleOpen() {
	b, err := backend.Open("go")
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()
	fmt.Println(b, b.MatrixConv)
	// Output: go (cpu) true
}
