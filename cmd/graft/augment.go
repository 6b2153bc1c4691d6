package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"graft/cmd/graft/internal/views"
	"graft/core/disk"
	"graft/core/export"
	"graft/core/recipe"
)

const augmentAbout = `
Writes augmented views of pictures, named by picture and view: cat.jpg gives
cat-0.png, cat-1.png, … The same recipe and picture give the same pixels here, in
the browser tab and in the trainer; PNG files are the same to the byte.

A folder of class folders, or a zip or tar of one, gives class folders of views.
manifest.jsonl beside them holds the recipe and, for each file, its original's
path and SHA-256, its view and what each step drew.

-recipe takes a file of JSON, a link with #r=… in it, or the code behind #r=.
Without it the recipe is the one that the page starts with.

  graft augment -n 9 -o out cat.jpg
  graft augment -recipe 'http://127.0.0.1:8000/#r=q1b…' cat.jpg
  echo '{"seed":7,"steps":[{"op":"rotation","degrees":20}]}' > turn.json
  graft augment -recipe turn.json *.jpg
  graft augment -n 4 -originals -o larger pets/
  graft augment -n 4 -format jpeg -zip larger.zip pets.zip

Operations and their parameters:`

func augmentPictures(ctx context.Context, env environment, args []string) error {
	o := views.Options{Write: export.DefaultOptions(), Stdout: env.stdout, Stderr: env.stderr}
	var text, seed string
	f := newFlags(env, "augment", "picture|folder|archive…", augmentAbout+"\n"+operations())
	f.StringVar(&text, "recipe", "", "recipe: `FILE|LINK|CODE`")
	f.StringVar(&seed, "seed", "", "`seed` in place of the recipe's, 0 to 2^53-1")
	f.IntVar(&o.N, "n", 9, "`views` of each picture")
	f.StringVar(&o.Out, "o", "augmented", "`folder` to write to")
	f.StringVar(&o.Zip, "zip", "", "zip `file` to write in place of a folder")
	f.StringVar((*string)(&o.Write.Format), "format", string(export.PNG), "`png|jpeg`")
	f.IntVar(&o.Write.Quality, "quality", export.DefaultQuality, "`quality` of JPEG, 1 to 100")
	f.BoolVar(&o.Originals, "originals", false, "put the originals beside their views, as NAME-original")
	f.BoolVar(&o.JSON, "json", false, "print a line of JSON for each file: what each step drew")
	arguments, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(arguments) == 0 {
		return misuse("no picture: want one or more files, folders of class folders or archives")
	}
	if o.N < 1 || o.N > 100_000 {
		return misuse("-n %d: want 1 to 100000", o.N)
	}
	if o.Write.Format == "jpg" {
		o.Write.Format = export.JPEG
	}
	if err := o.Write.Validate(); err != nil {
		return usageError{err}
	}
	if o.Zip != "" && f.given("o") {
		return misuse("-o %s and -zip %s: want one of them", o.Out, o.Zip)
	}
	if st, err := os.Stat(o.Zip); err == nil && st.IsDir() {
		return misuse("-zip %s is a folder: want the name of a file", o.Zip)
	}
	r, err := loadRecipe(text, seed)
	if err != nil {
		return err
	}
	return views.Run(ctx, r, arguments, o)
}

// loadRecipe reads a recipe from a file, a link or a code; "" is the default.
func loadRecipe(text, seed string) (recipe.Recipe, error) {
	r := recipe.Default()
	if text != "" {
		if data, err := disk.Read(text, recipe.MaxBytes); err == nil {
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
