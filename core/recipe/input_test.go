package recipe_test

import (
	"fmt"
	"strings"
	"testing"

	"graft/core/recipe"
)

func TestInputSize(t *testing.T) {
	for _, tc := range []struct {
		size        recipe.Size
		input, want int
		says        string
	}{
		{recipe.Size{W: 224, H: 224}, 0, 224, "gets pictures of 224×224 pixels, as the recipe makes them"},
		{recipe.Size{W: 160, H: 160}, 0, 160, "gets pictures of 160×160 pixels, as the recipe makes them"},
		{recipe.Size{W: 32, H: 32}, 0, 32, "32×32"},
		{recipe.Size{W: 512, H: 512}, 0, 512, "512×512"},
		{recipe.Size{W: 160, H: 160}, 224, 224, "makes 160×160 pixels; each picture is resized to 224×224"},
		{recipe.Size{W: 300, H: 200}, 97, 97, "makes 300×200 pixels; each picture is resized to 97×97"},
		{recipe.Size{W: 300, H: 200}, 0, 224, "makes 300×200 pixels, which is no square of 32 to 512; each picture is resized to 224×224"},
		{recipe.Size{W: 28, H: 28}, 0, 224, "no square of 32 to 512"},
		{recipe.Size{W: 513, H: 513}, 0, 224, "no square of 32 to 512"},
	} {
		r, train := recipe.Default(), recipe.DefaultTrain()
		r.Size, train.InputSize = tc.size, tc.input
		note := r.InputNote(train)
		if got := r.InputSize(train); got != tc.want || !strings.Contains(note.En, tc.says) {
			t.Errorf("%v with input_size %d: %d, %q, want %d and %q", tc.size, tc.input, got, note.En, tc.want, tc.says)
		}
		if !strings.Contains(note.Zh, fmt.Sprintf("%d×%d", tc.want, tc.want)) || strings.Contains(note.En+note.Zh, "%!") {
			t.Errorf("%v: %+v", tc.size, note)
		}
	}
}

// A document from before there was the setting means that it was not given.
func TestInputSizeOfOldDocument(t *testing.T) {
	train, err := recipe.ParseTrain([]byte(`{"epochs":3}`))
	if err != nil || train.InputSize != 0 {
		t.Errorf("input_size %d, %v, want 0", train.InputSize, err)
	}
	for _, doc := range []string{`{"input_size":31}`, `{"input_size":513}`, `{"input_size":-1}`} {
		if _, err := recipe.ParseTrain([]byte(doc)); err == nil || !strings.Contains(err.Error(), "want 0 (the recipe’s) or 32 to 512") {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

// A reader from before the setting refuses keys that it does not know, so a document
// that leaves the size to the recipe has none.
func TestInputSizeIsWrittenWhereGiven(t *testing.T) {
	r, train := recipe.Default(), recipe.DefaultTrain()
	r.Train = &train
	if got := string(r.JSON()); strings.Contains(got, "input_size") {
		t.Errorf("JSON = %s, want no input_size", got)
	}
	train.InputSize = 96
	back, err := recipe.ParseJSON(r.JSON())
	if err != nil || back.Train.InputSize != 96 {
		t.Errorf("ParseJSON(%s) = %+v, %v, want 96", r.JSON(), back.Train, err)
	}
}
