// Command bench/memory measures how much memory a server takes, beyond what the
// model itself needs, while it imports a data set of large photos and trains on
// it. See make bench-memory.
//
// It starts the graft program on an empty data folder, lets it load the model
// (one picture's features), and takes the resident memory then as the model's
// own. Then it uploads the photos, trains a head on them, and reads the peaks
// that the system noted meanwhile. Linux only: the figures come from /proc.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

// allowed is what importing and training may take above the model's own need.
const allowed = 2 << 30

type options struct {
	graft, backend, weights string
	pictures, views         int
	megapixels              float64
}

func main() {
	var o options
	flag.StringVar(&o.graft, "graft", "bin/graft", "the `program` to measure")
	flag.StringVar(&o.backend, "backend", "auto", "`name` of its backend")
	flag.StringVar(&o.weights, "weights", "random", "`name` of its weights")
	flag.IntVar(&o.pictures, "n", 2000, "`pictures` in the data set")
	flag.IntVar(&o.views, "views", 1, "augmented `views` of each")
	flag.Float64Var(&o.megapixels, "megapixels", 12, "`size` of a picture, 0.1 to 64")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	over, err := run(ctx, o)
	if err == nil && over > allowed {
		err = fmt.Errorf("%s above the model's own need: want at most %s", amount(over), amount(allowed))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/memory:", err)
		os.Exit(1)
	}
}

// run prints a line for each part, and returns the highest peak above the
// model's own memory.
func run(ctx context.Context, o options) (over int64, err error) {
	if o.pictures < 4 || o.views < 1 || !(o.megapixels >= 0.1 && o.megapixels <= 64) {
		return 0, fmt.Errorf("-n %d -views %d -megapixels %g: want 4 or more pictures, 1 or more views, 0.1 to 64 megapixels", o.pictures, o.views, o.megapixels)
	}
	photos, err := newPhotos(o.megapixels)
	if err != nil {
		return 0, err
	}
	fmt.Printf("%d JPEGs of %d×%d pixels, %s each; %d view(s), backend %s, weights %s\n",
		o.pictures, photos.w, photos.h, amount(int64(len(photos.files[0]))), o.views, o.backend, o.weights)
	s, err := startServer(ctx, o)
	if err != nil {
		return 0, err
	}
	defer s.stop()
	if err := s.embed(ctx, photos.file(0)); err != nil {
		return 0, err
	}
	own, err := s.settled(ctx)
	if err != nil {
		return 0, err
	}
	fmt.Printf("idle with the model loaded  %s\n", amount(own))
	var set string
	parts := []struct {
		name string
		do   func() error
	}{
		{"upload and import", func() error { set, err = s.upload(ctx, photos, o.pictures); return err }},
		{"training", func() error { return s.train(ctx, set, o.views) }},
	}
	for _, part := range parts {
		peak, took, err := s.peak(part.do)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", part.name, err)
		}
		over = max(over, peak-own)
		fmt.Printf("%-26s  %s at most, %s above idle, in %.0f s\n", part.name, amount(peak), amount(peak-own), took.Seconds())
	}
	now, err := s.memory("VmRSS")
	fmt.Printf("afterwards                  %s\n", amount(now))
	return over, err
}

// amount writes a size for people.
func amount(n int64) string {
	if n >= 1<<30 || n <= -1<<30 {
		return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}
