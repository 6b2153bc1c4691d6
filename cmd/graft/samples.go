package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"graft/core/sample"
)

const samplesAbout = `
Draws the sample set that the page offers to visitors without pictures: hot dogs,
and other things on a plate, as a folder of class folders.

  graft samples plates && graft train plates

The same -seed draws the same pictures.`

func samples(ctx context.Context, env environment, args []string) error {
	o := sample.DefaultSetOptions()
	f := newFlags(env, "samples", "DIR", samplesAbout)
	f.IntVar(&o.PerClass, "n", o.PerClass, "`pictures` of each class")
	f.IntVar(&o.Size, "size", o.Size, "longer side in `pixels`")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "of every draw")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return misuse("want one folder to draw into")
	}
	if err := o.Validate(); err != nil {
		return usageError{err}
	}
	return drawSamples(ctx, env, o, rest[0])
}

func drawSamples(ctx context.Context, env environment, o sample.SetOptions, dir string) error {
	items, err := sample.Set(o)
	if err != nil {
		return err
	}
	for _, class := range sample.Classes() {
		if err := os.MkdirAll(filepath.Join(dir, class), 0o755); err != nil {
			return err
		}
	}
	progress := newBar(env.stderr)
	defer progress.clear()
	done, total := 0, o.PerClass*len(sample.Classes())
	for item := range items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, item.Class, item.Name), item.Data, 0o644); err != nil {
			return err
		}
		done++
		progress.show("pictures", int64(done), int64(total), 0, 0, "")
	}
	if done != total {
		return fmt.Errorf("drew %d of %d pictures", done, total)
	}
	progress.clear()
	fmt.Fprintf(env.stdout, "%d pictures in %s\n", done, dir)
	return nil
}
