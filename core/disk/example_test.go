package disk_test

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"graft/core/disk"
)

func ExampleReplace() {
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "settings.json")
	if err := disk.ReplaceBytes(path, disk.Private, []byte("old")); err != nil {
		log.Fatal(err)
	}
	err = disk.Replace(path, disk.Private, func(w io.Writer) error {
		fmt.Fprint(w, "half of the n")
		return io.ErrUnexpectedEOF
	})
	kept, _ := os.ReadFile(path)
	fmt.Println(err, string(kept))
	// Output: unexpected EOF old
}
