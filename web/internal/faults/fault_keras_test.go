package faults

import (
	"strings"
	"testing"
	"unicode"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// Whatever is wrong with a pasted call is said in the page's language, with the
// name of the parameter as Keras writes it.
func TestKerasFaultsInBothLanguages(t *testing.T) {
	var w i18n.Words
	for _, tc := range []struct{ text, name string }{
		{`ImageDataGenerator`, "ImageDataGenerator"},
		{`ImageDataGenerator(rotation_range=20`, ""},
		{`ImageDataGenerator(rotation_range='x')`, "rotation_range"},
		{`ImageDataGenerator(rotation=20)`, "rotation"},
		{`ImageDataGenerator(rotation_range=20, rotation_range=30)`, "rotation_range"},
		{`ImageDataGenerator(rotation_range=20 zoom_range=1)`, ""},
		{`ImageDataGenerator(rotation_range=)`, "rotation_range"},
		{`ImageDataGenerator(rotation_range=-)`, "rotation_range"},
		{`ImageDataGenerator(rotation_range=(2)`, ""},
		{`ImageDataGenerator(fill_mode='soup', rotation_range=3)`, "fill_mode"},
		{`ImageDataGenerator(fill_mode='near, rotation_range=3)`, "fill_mode"},
		{`ImageDataGenerator(fill_mode=3, rotation_range=3)`, "fill_mode"},
		{`ImageDataGenerator(cval=999, rotation_range=3)`, "cval"},
		{`ImageDataGenerator(zoom_range=5)`, "zoom_range"},
		{`ImageDataGenerator(zoom_range=[1])`, "zoom_range"},
		{`ImageDataGenerator(brightness_range=3)`, "brightness_range"},
		{`ImageDataGenerator(horizontal_flip='yes')`, "horizontal_flip"},
		{`ImageDataGenerator(shear_range=90)`, "shear_range"},
		{`ImageDataGenerator(zca_whitening=True)`, "zca_whitening"},
		{`ImageDataGenerator(validation_split=2)`, "validation_split"},
		{`ImageDataGenerator(width_shift_range=[1,2])`, "width_shift_range"},
		{`ImageDataGenerator(width_shift_range=900)`, "width_shift_range"},
		{`ImageDataGenerator(rescale=7)`, "rescale"},
		{`ImageDataGenerator(rotation_range='a'*2)`, "rotation_range"},
	} {
		_, _, err := recipe.ParseKeras(tc.text, recipe.KerasOptions{})
		if err == nil {
			t.Errorf("%s: no error", tc.text)
			continue
		}
		w = Chinese
		if zh := Err(w, err); !strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || strings.Contains(zh, "want") || !strings.Contains(zh, tc.name) {
			t.Errorf("%s in Chinese: %s", tc.text, zh)
		}
		w = English
		if en := Err(w, err); strings.HasPrefix(en, "recipe") || !strings.Contains(en, tc.name) {
			t.Errorf("%s in English: %s", tc.text, en)
		}
	}
}
