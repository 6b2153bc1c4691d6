package resnet

import (
	"context"
	"fmt"
	"graft/core/backend"
	"image"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	return float64(r.Utime.Sec) + float64(r.Utime.Usec)/1e6 + float64(r.Stime.Sec) + float64(r.Stime.Usec)/1e6
}
func rss() string {
	b, _ := os.ReadFile("/proc/self/status")
	for _, l := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(l, "VmRSS") {
			return l
		}
	}
	return ""
}
func TestTmpCPU(t *testing.T) {
	b, err := backend.Open(os.Getenv("BK"))
	if err != nil {
		t.Fatal(err)
	}
	t0 := time.Now()
	e, err := NewExtractor(b, Random(1), ExtractorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("ready in", time.Since(t0), rss())
	var ps []*image.NRGBA
	for i := 0; i < 8; i++ {
		ps = append(ps, noise(Side, uint64(i)))
	}
	e.Features(context.Background(), ps)
	best, bw := 1e9, 1e9
	for i := 0; i < 120; i++ {
		c0 := cpu()
		t0 := time.Now()
		e.Features(context.Background(), ps)
		best = min(best, (cpu()-c0)/8)
		bw = min(bw, time.Since(t0).Seconds()/8)
		if i%20 == 0 {
			fmt.Println(rss())
		}
	}
	fmt.Printf("%.1f ms cpu/pic, %.2f img/s best wall\n", best*1000, 1/bw)
	t0 = time.Now()
	e.Features(context.Background(), ps[:1])
	t1 := time.Now()
	e.Features(context.Background(), ps[:1])
	fmt.Println("one:", t1.Sub(t0), "again", time.Since(t1), rss())
	e.Close()
	debug.FreeOSMemory()
	fmt.Println("closed", rss())
}
func TestTmpNet(t *testing.T) {
	t0 := time.Now()
	_, err := Load(context.Background(), "imagenet", LoadOptions{CacheDir: t.TempDir()})
	fmt.Println(time.Since(t0), err)
}
