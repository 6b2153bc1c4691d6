package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"graft/core/augment"
	"graft/core/imagefile"
	"graft/core/recipe"
)

const augmentAbout = `
Writes augmented views of each picture as PNG files, named by picture and view:
cat.jpg gives cat-0.png, cat-1.png, … The same recipe and picture give the same
pixels here, in the browser tab and in the trainer.

-recipe takes a file of JSON, a link with #r=… in it, or the code behind #r=.
Without it the recipe is the one that the page starts with.

  graft augment -n 9 -o out cat.jpg
  graft augment -recipe 'http://127.0.0.1:8000/#r=q1b…' cat.jpg
  echo '{"seed":7,"steps":[{"op":"rotation","degrees":20}]}' > turn.json
  graft augment -recipe turn.json *.jpg

Operations and their parameters:`

type augmentOptions struct {
	recipe, out string
	seed        string
	n           int
	json        bool
}

func augmentPictures(ctx context.Context, env environment, args []string) error {
	var o augmentOptions
	f := newFlags(env, "augment", "picture…", augmentAbout+"\n"+operations())
	f.StringVar(&o.recipe, "recipe", "", "recipe: `FILE|LINK|CODE`")
	f.StringVar(&o.seed, "seed", "", "`seed` in place of the recipe's, 0 to 2^53-1")
	f.IntVar(&o.n, "n", 9, "`views` of each picture")
	f.StringVar(&o.out, "o", "augmented", "`folder` to write to")
	f.BoolVar(&o.json, "json", false, "print a line of JSON for each file: what each step drew")
	pictures, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(pictures) == 0 {
		return misuse("no picture: want one or more files")
	}
	if o.n < 1 || o.n > 100_000 {
		return misuse("-n %d: want 1 to 100000", o.n)
	}
	return o.run(ctx, env, pictures)
}

func (o augmentOptions) run(ctx context.Context, env environment, pictures []string) error {
	r, err := loadRecipe(o.recipe, o.seed)
	if err != nil {
		return err
	}
	plan, err := augment.Compile(r)
	if err != nil {
		return err
	}
	names, err := stems(pictures)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	progress := newBar(env.stderr)
	defer progress.clear()
	var faults []error
	for i := range pictures {
		if err := o.views(ctx, env, plan, pictures, i, names[i]); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			progress.clear()
			faults = append(faults, err)
		}
		progress.show("pictures", int64(i+1), int64(len(pictures)), 0, 0, "")
	}
	return errors.Join(faults...)
}

// views writes every view of one picture.
func (o augmentOptions) views(ctx context.Context, env environment, plan *augment.Plan, pictures []string, i int, name string) error {
	path := pictures[i]
	data, err := readFile(path, imagefile.DefaultLimits().MaxBytes)
	if err != nil {
		return err
	}
	picture, err := imagefile.Decode(data, imagefile.DefaultLimits())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	src := augment.NewSource(picture)
	dst := image.NewNRGBA(image.Rect(0, 0, plan.Size().W, plan.Size().H))
	for view := range o.n {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := plan.Apply(dst, src, view); err != nil {
			return fmt.Errorf("%s: view %d: %w", path, view, err)
		}
		file := filepath.Join(o.out, fmt.Sprintf("%s-%d.png", name, view))
		if slices.ContainsFunc(pictures, func(p string) bool { return sameFile(p, file) }) {
			return fmt.Errorf("%s: view %d would replace %s, one of the pictures: choose another folder with -o", path, view, file)
		}
		if err := writePNG(file, dst); err != nil {
			return err
		}
		if o.json {
			line := map[string]any{"picture": path, "view": view, "file": file, "draws": plan.Draws(src, view)}
			if err := json.NewEncoder(env.stdout).Encode(line); err != nil {
				return err
			}
		}
	}
	if !o.json {
		fmt.Fprintf(env.stdout, "%s: %d views in %s\n", path, o.n, filepath.Join(o.out, name+"-*.png"))
	}
	return nil
}

// loadRecipe reads a recipe from a file, a link or a code; "" is the default.
func loadRecipe(text, seed string) (recipe.Recipe, error) {
	r := recipe.Default()
	if text != "" {
		if data, err := readFile(text, recipe.MaxBytes); err == nil {
			text = string(data)
		} else if !errors.Is(err, os.ErrNotExist) && len(text) < 250 {
			return r, err
		} else if looksLikeFile(text) {
			return r, fmt.Errorf("recipe: no file %s", text)
		}
		var err error
		if r, err = recipe.Parse(text); err != nil {
			return r, err
		}
	}
	if seed != "" {
		var err error
		if r.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil || r.Seed > recipe.MaxSeed {
			return r, misuse("-seed %q: want a whole number from 0 to %d", seed, uint64(recipe.MaxSeed))
		}
	}
	return r, nil
}

// looksLikeFile tells a mistyped file name from a code: a code has no dot and
// no slash, and a link has "#" or "://".
func looksLikeFile(text string) bool {
	return strings.ContainsAny(text, "./\\") && !strings.ContainsAny(text, "#{") && !strings.Contains(text, "://")
}

// stems names the results of each picture: the base name without its ending,
// with it where two would be the same. It fails if even those are.
func stems(paths []string) ([]string, error) {
	count := map[string]int{}
	bare := func(p string) string { return strings.TrimSuffix(filepath.Base(p), filepath.Ext(p)) }
	for _, p := range paths {
		count[bare(p)]++
	}
	names := make([]string, len(paths))
	from := map[string]string{}
	for i, p := range paths {
		names[i] = bare(p)
		if count[names[i]] > 1 {
			names[i] = filepath.Base(p)
		}
		if other, ok := from[names[i]]; ok {
			return nil, fmt.Errorf("%s and %s would write the same files: give them in two runs with different -o", other, p)
		}
		from[names[i]] = p
	}
	return names, nil
}

// readFile reads a file of at most limit bytes; a larger one is not read.
func readFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: more than %d bytes", path, limit)
	}
	return data, nil
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

func writePNG(path string, img *image.NRGBA) error {
	var buf bytes.Buffer
	if err := imagefile.EncodePNG(&buf, img); err != nil {
		return err
	}
	return os.WriteFile(path, buf.Bytes(), 0o644)
}

// operations is the table of operations for the help.
func operations() string {
	var buf bytes.Buffer
	w := tabwriter.NewWriter(&buf, 0, 0, 2, ' ', 0)
	for _, op := range recipe.Ops() {
		fmt.Fprintf(w, "  %s\t\t%s\n", op.Name, op.Help.En)
		for _, p := range op.Params {
			fmt.Fprintf(w, "    %s\t%s\t%s\n", p.Name, domain(p), p.Help.En)
		}
	}
	w.Flush()
	return strings.TrimRight(buf.String(), "\n")
}

// domain says what values a parameter takes, default first.
func domain(p recipe.Param) string {
	def, err := p.Default.MarshalJSON()
	if err != nil {
		return ""
	}
	if p.Kind == recipe.KindChoice {
		names := make([]string, len(p.Choices))
		for i, c := range p.Choices {
			names[i] = c.Name
		}
		return string(def) + " of " + strings.Join(names, "|")
	}
	return fmt.Sprintf("%s in %g…%g", def, p.Min, p.Max)
}
