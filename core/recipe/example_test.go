package recipe_test

import (
	"fmt"

	"graft/core/recipe"
)

func ExampleParse() {
	r, err := recipe.Parse(`{"seed":7,"steps":[{"op":"brightness","range":[0.5,1.5]}]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	lo, hi := r.Steps[0].Range("range")
	fmt.Println(r.Seed, r.Size.W, r.Size.H, lo, hi)
	// Output: 7 224 224 0.5 1.5
}

func ExampleRecipe_Code() {
	again, err := recipe.ParseCode(recipe.Default().Code())
	fmt.Println(string(again.JSON()) == string(recipe.Default().JSON()), err)
	// Output: true <nil>
}
