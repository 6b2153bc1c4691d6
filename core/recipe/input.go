package recipe

import "fmt"

// Bounds in pixels of the squares that the network takes, and its size where
// nothing suits better: what published weights were trained on.
const (
	MinInput     = 32
	MaxInput     = 512
	DefaultInput = 224
)

// InputSize returns the width and height in pixels of the pictures that the network
// gets when it is trained with the settings t: those of t if it says, else the
// recipe's size if that is a square that the network takes, else DefaultInput.
func (r Recipe) InputSize(t Train) int {
	switch {
	case t.InputSize != 0:
		return t.InputSize
	case r.Size.W == r.Size.H && r.Size.W >= MinInput && r.Size.W <= MaxInput:
		return r.Size.W
	}
	return DefaultInput
}

// InputNote says in a sentence what pictures the network gets, and what becomes of
// the recipe's on the way.
func (r Recipe) InputNote(t Train) Text {
	n, w, h := r.InputSize(t), r.Size.W, r.Size.H
	switch {
	case w == n && h == n:
		return sprint("The network gets pictures of %[1]d×%[1]d pixels, as the recipe makes them.",
			"网络所见图片为 %[1]d×%[1]d 像素，与配方生成的一致。", n)
	case t.InputSize != 0:
		return sprint("The recipe makes %[2]d×%[3]d pixels; each picture is resized to %[1]d×%[1]d for the network, as the input size says.",
			"配方生成 %[2]d×%[3]d 像素的图片，随后按输入尺寸缩放为 %[1]d×%[1]d 供网络使用。", n, w, h)
	}
	return sprint("The recipe makes %[2]d×%[3]d pixels, which is no square of %[4]d to %[5]d; each picture is resized to %[1]d×%[1]d for the network.",
		"配方生成 %[2]d×%[3]d 像素的图片，不是 %[4]d 至 %[5]d 的正方形，因此缩放为 %[1]d×%[1]d 供网络使用。", n, w, h, MinInput, MaxInput)
}

func sprint(en, zh string, args ...any) Text {
	return Text{fmt.Sprintf(en, args...), fmt.Sprintf(zh, args...)}
}
