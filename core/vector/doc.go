// Package vector leaves the processor's vector registers as code without vectors wants
// them.
//
// On Intel's processors, instructions of the SSE family wait for the upper halves of the
// vector registers while anything is in these. Code that Go compiles from
// simd/archsimd, the kernels of gomlx's Go backend among it, leaves something there, and
// so does the Go runtime when it goes on with a goroutine that it interrupted.
// SHA-256, which uses such instructions, then runs at 12 MB a second in place of 1,500
// (go test -bench . ./core/vector): eight seconds for the weights of a ResNet-50.
package vector
