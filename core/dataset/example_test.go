package dataset_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"graft/core/dataset"
)

// archive packs two classes of three pictures and a text.
func archive() *bytes.Reader {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, name := range []string{"cat/1.png", "cat/2.png", "cat/3.png", "dog/1.png", "dog/2.png", "dog/3.png", "README"} {
		f, err := w.Create("pets/" + name)
		if err != nil {
			panic(err)
		}
		if err := png.Encode(f, image.NewGray(image.Rect(0, 0, i+1, 2))); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return bytes.NewReader(b.Bytes())
}

func ExampleList() {
	r := archive()
	entries, skipped, err := dataset.List(r, r.Size(), dataset.DefaultLimits())
	fmt.Println(len(entries), entries[0].Class, err)
	fmt.Println(skipped[0].Path, skipped[0].Reason, skipped[0].Code)
	// Output:
	// 6 cat <nil>
	// pets/README not in a class folder dataset.skip_loose
}

func ExampleArchive() {
	r := archive()
	a, err := dataset.OpenArchive(r, r.Size(), dataset.DefaultLimits())
	if err != nil {
		panic(err)
	}
	data, err := a.Read(a.Entries[0].Path)
	fmt.Println(a.Entries[0].Path, string(data[1:4]), err)
	// Output: pets/cat/1.png PNG <nil>
}

func ExampleImport() {
	tmp, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "pets")
	r := archive()
	summary, err := dataset.Import(context.Background(), r, r.Size(), dir, dataset.DefaultLimits(), nil)
	fmt.Println(summary.Classes, err)

	d, err := dataset.Open(dir)
	if err != nil {
		panic(err)
	}
	train, val, err := dataset.Split(d.Items, len(d.Classes), 0.2, 42)
	fmt.Println(len(train), len(val), err)
	// Output:
	// [{cat 3} {dog 3}] <nil>
	// 4 2 <nil>
}
