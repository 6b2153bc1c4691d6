package weights_test

import (
	"context"
	"fmt"
	"log"

	"graft/core/weights"
)

func ExampleLoad() {
	name, err := weights.ParseName("random:7")
	if err != nil {
		log.Fatal(err)
	}
	w, err := weights.Load(context.Background(), name, weights.Options{})
	if err != nil {
		log.Fatal(err)
	}
	t, _ := w.Tensor("conv1.weight")
	fmt.Println(w.Name, w.Preprocess.Name, t.Shape)
	// Output: random:7 torchvision [64 3 7 7]
}
