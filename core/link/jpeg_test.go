package link_test

import (
	"bytes"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"graft/core/link"
	"graft/core/link/linktest"
)

// segment is a marker with its length and contents.
func segment(marker byte, contents string) []byte {
	n := len(contents) + 2
	return append([]byte{0xff, marker, byte(n >> 8), byte(n)}, contents...)
}

func TestCheckJPEG(t *testing.T) {
	good := linktest.Picture(t, 40, 30)
	with := func(seg []byte) []byte { return slices.Concat(good[:2], seg, good[2:]) }
	sof := bytes.Index(good, []byte{0xff, 0xc0})
	wide := slices.Clone(good)
	wide[sof+7], wide[sof+8] = 0xff, 0xff
	lossless := slices.Clone(good)
	lossless[sof+1] = 0xc3
	for _, tc := range []struct {
		name string
		data []byte
		want string // of the error; "" if it is good
	}{
		{"plain", good, ""},
		{"bare JFIF", with(segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")), ""},
		{"JFIF with a thumbnail", with(segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01abc")), "metadata (marker FFE0)"},
		{"JFIF extension", with(segment(0xe0, "JFXX\x00\x10")), "metadata (marker FFE0)"},
		{"Exif", with(segment(0xe1, "Exif\x00\x00MM")), "metadata (marker FFE1)"},
		{"profile", with(segment(0xe2, "ICC_PROFILE\x00")), "metadata (marker FFE2)"},
		{"comment", with(segment(0xfe, "taken at home")), "metadata (marker FFFE)"},
		{"more behind it", append(slices.Clone(good), 0), "1 bytes behind its end"},
		{"two pictures", append(slices.Clone(good), good...), "behind its end"},
		{"cut off", good[:len(good)-2], "no marker"},
		{"cut off in a table", good[:30], "cut off"},
		{"no frame", slices.Concat(good[:2], []byte{0xff, 0xd9}), "no frame"},
		{"too wide", wide, "65535×30 pixels"},
		{"lossless", lossless, "segment FFC3"},
		{"two frames", with(good[sof : sof+19]), "want one frame"},
		{"PNG", []byte("\x89PNG\r\n\x1a\n"), "not a JPEG"},
		{"empty", nil, "not a JPEG"},
	} {
		w, h, err := link.CheckJPEG(tc.data)
		switch {
		case tc.want == "" && (err != nil || w != 40 || h != 30):
			t.Errorf("%s: %d×%d, %v, want 40×30", tc.name, w, h, err)
		case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("%s: %v, want an error with %q", tc.name, err, tc.want)
		}
	}
}

// What passes ends where it should, and has the size that a decoder finds.
func FuzzCheckJPEG(f *testing.F) {
	good := linktest.Picture(f, 40, 30)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(slices.Concat(good[:2], segment(0xe1, "Exif\x00\x00"), good[2:]))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, h, err := link.CheckJPEG(data)
		if err != nil {
			return
		}
		if !bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
			t.Errorf("passed without an end")
		}
		if c, err := jpeg.DecodeConfig(bytes.NewReader(data)); err == nil && (c.Width != w || c.Height != h) {
			t.Errorf("size %d×%d, a decoder says %d×%d", w, h, c.Width, c.Height)
		}
	})
}
