package weights_test

import (
	"context"
	"fmt"
	"log"

	"graft/core/weights"
)

func ExampleLoad() {
	w, err := weights.Load(context.Background(), "random", weights.Options{})
	if err != nil {
		log.Fatal(err)
	}
	t, _ := w.Tensor("conv1.weight")
	fmt.Println(w.Name, w.Preprocess.Name, t.Shape)
	// Output: random torchvision [64 3 7 7]
}
