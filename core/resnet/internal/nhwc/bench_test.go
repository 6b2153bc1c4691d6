package nhwc

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkApply runs convolutions of ResNet-50, one of each kind and
// resolution, with four pictures on one processor.
func BenchmarkApply(b *testing.B) {
	for _, tc := range []struct{ in, out, kernel, stride, size int }{
		{3, 64, 7, 2, 224},
		{64, 256, 1, 1, 56}, {256, 64, 1, 1, 56}, {64, 64, 3, 1, 56},
		{128, 512, 1, 1, 28}, {512, 128, 1, 1, 28}, {128, 128, 3, 1, 28}, {128, 128, 3, 2, 56},
		{256, 1024, 1, 1, 14}, {1024, 256, 1, 1, 14}, {256, 256, 3, 1, 14}, {512, 1024, 1, 2, 28},
		{512, 2048, 1, 1, 7}, {2048, 512, 1, 1, 7}, {512, 512, 3, 1, 7}, {512, 512, 3, 2, 14},
	} {
		b.Run(fmt.Sprintf("%dto%d-%dx%d-%d-%d", tc.in, tc.out, tc.kernel, tc.kernel, tc.stride, tc.size), func(b *testing.B) {
			const pictures = 4
			r := rand.New(rand.NewPCG(1, 2))
			l, err := NewLayer(tc.in, tc.out, tc.kernel, tc.stride, tc.kernel/2, random(tc.in*tc.out*tc.kernel*tc.kernel, r), random(tc.out, r))
			if err != nil {
				b.Fatal(err)
			}
			in, out := NewPlane(pictures, tc.size, tc.size, tc.in, l.Pad), NewPlane(pictures, tc.size/tc.stride, tc.size/tc.stride, tc.out, 0)
			fill(in, r)
			flop := 2 * float64(pictures*out.Height*out.Width*tc.out*tc.in*tc.kernel*tc.kernel)
			before := busy()
			for b.Loop() {
				l.Apply(in, out, Step{ReLU: true}, 0, Groups(out, pictures))
			}
			b.ReportMetric(flop*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			b.ReportMetric(flop*float64(b.N)/(busy()-before).Seconds()/1e9, "GFLOP/cpu-s")
		})
	}
}
