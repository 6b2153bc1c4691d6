package state

import (
	"testing"
)

func TestExportNames(t *testing.T) {
	for _, tc := range []struct {
		of   ExportOf
		want string
	}{
		{ExportOf{}, "augmented.zip"},
		{ExportOf{Key: "sample-0", Name: "cat.jpg"}, "cat-augmented.zip"},
		{ExportOf{Key: "picture-1", Name: "my.cat.jpeg"}, "my.cat-augmented.zip"},
		{ExportOf{Key: "picture-2", Name: "picture"}, "picture-augmented.zip"},
	} {
		if got := tc.of.Archive(); got != tc.want {
			t.Errorf("archive of %+v = %q, want %q", tc.of, got, tc.want)
		}
	}
}
