package sample

import "testing"

func BenchmarkDraw(b *testing.B) {
	for _, k := range Kinds() {
		b.Run(k.Name, func(b *testing.B) {
			o := k.Options()
			for i := 0; b.Loop(); i++ {
				if _, err := Draw(o, k.Classes[i%len(k.Classes)], i/len(k.Classes)%o.PerClass); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
