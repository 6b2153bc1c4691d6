//go:build !(amd64 && goexperiment.simd)

package augment

// vectors says that the vector functions do anything: see vector_amd64.go.
const vectors = false

func vectorStore([]uint8, rounding, []float32, []float32, []float32) int { return 0 }

func vectorLoad([]uint8, []float32, []float32, []float32) int { return 0 }

func vectorGrey(_, _, _ []float32) int { return 0 }

func vectorSharpen(_, _, _, _ []float32, _ float32) int { return 0 }

func vectorLinear(float32, [3]float32, []float32, []float32, []float32) int { return 0 }

func vectorSaturation(float32, []float32, []float32, []float32) int { return 0 }

func vectorHue(float32, []float32, []float32, []float32) int { return 0 }

func vectorNoise(_, _, _, _ []float32, _ float32) int { return 0 }

func vectorPairs(_, _ []float32, _ [][2][]float32, _ float32, _ []float32) int { return 0 }

func (*warp) vectorCore([]uint8, int64, int64) int { return 0 }

func (*warp) vectorCores([]uint8, []int64, []int64, uint, int64, int64) int { return 0 }

func vectorBlock(*[8][]float32, int, *[64]int32) {}

func vectorYCC(_, _, _ []float32) int { return 0 }

func vectorRGB(_, _, _ []float32) int { return 0 }

func vectorSubsample(_, _, _ []float32) int { return 0 }

func vectorUpsample(_, _ []float32) int { return 0 }

func (*warp) vectorPlaces(_ []uint8, _, _ []int64) int { return 0 }

// alignedRows is not there.
type alignedRows struct{}

func newAlignedRows(int) *alignedRows { return nil }

func (*warp) alignedOf(*alignedRows) *alignedRows { return nil }

func (*alignedRows) row(*warp, []uint8, []int64, []int64, uint, int64, int64) int { return 0 }
