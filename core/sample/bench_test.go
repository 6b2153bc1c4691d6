package sample

import "testing"

func BenchmarkDraw(b *testing.B) {
	o := DefaultSetOptions()
	for i := 0; b.Loop(); i++ {
		if _, err := Draw(o, Classes()[i%2], i/2%o.PerClass); err != nil {
			b.Fatal(err)
		}
	}
}
