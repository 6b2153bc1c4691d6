package imagefile

import (
	"bytes"
	"unicode/utf8"
)

// Names of the formats that are read.
const (
	JPEG = "jpeg"
	PNG  = "png"
	GIF  = "gif"
	BMP  = "bmp"
	WebP = "webp"
	PNM  = "ppm" // PPM and PGM, plain and raw
)

type magic struct {
	at    int
	bytes string
	name  string
}

var known = []magic{
	{0, "\xff\xd8\xff", JPEG},
	{0, "\x89PNG\r\n\x1a\n", PNG},
	{0, "GIF87a", GIF},
	{0, "GIF89a", GIF},
	{0, "P2", PNM},
	{0, "P3", PNM},
	{0, "P5", PNM},
	{0, "P6", PNM},
}

// Formats that are told apart only to name them in the refusal.
var refused = []magic{
	{0, "II*\x00", "a TIFF"},
	{0, "MM\x00*", "a TIFF"},
	{0, "II+\x00", "a TIFF"},
	{4, "ftypavif", "an AVIF"},
	{4, "ftypavis", "an AVIF"},
	{4, "ftyphei", "a HEIC photo"},
	{4, "ftyphev", "a HEIC photo"},
	{4, "ftypmif1", "a HEIF photo"},
	{4, "ftypmsf1", "a HEIF photo"},
	{4, "ftyp", "a video"},
	{0, "\x1aE\xdf\xa3", "a video"},
	{0, "%PDF", "a PDF"},
	{0, "8BPS", "a Photoshop file"},
	{0, "\x00\x00\x01\x00", "an icon file"},
	{0, "\xff\x0a", "a JPEG XL"},
	{0, "\x00\x00\x00\x0cJXL ", "a JPEG XL"},
	{0, "\x00\x00\x00\x0cjP  ", "a JPEG 2000"},
	{0, "PK\x03\x04", "a zip archive"},
	{0, "\x1f\x8b", "a gzip file"},
	{0, "P1", "a PBM"},
	{0, "P4", "a PBM"},
	{0, "P7", "a PAM"},
}

func (m magic) fits(data []byte) bool {
	return len(data) >= m.at+len(m.bytes) && string(data[m.at:m.at+len(m.bytes)]) == m.bytes
}

// sniff returns the format of data, or an error that names what it is instead.
func sniff(data []byte) (string, error) {
	if len(data) == 0 {
		return "", empty.Err()
	}
	for _, m := range known {
		if m.fits(data) && (m.name != PNM || len(data) > 2 && (isSpace(data[2]) || data[2] == '#')) {
			return m.name, nil
		}
	}
	if len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return WebP, nil
	}
	// Two letters are little to go by: the size of the header that follows
	// the file header tells a BMP from a text that begins with "BM".
	if len(data) >= 18 && string(data[:2]) == "BM" && data[15] == 0 && data[16] == 0 && data[17] == 0 {
		return BMP, nil
	}
	for _, m := range refused {
		if m.fits(data) {
			return "", notAPhoto.Err(m.name)
		}
	}
	if looksText(data) {
		if bytes.Contains(data[:min(len(data), 1024)], []byte("<svg")) {
			return "", notAPhoto.Err("an SVG drawing")
		}
		return "", isText.Err()
	}
	return "", unknown.Err()
}

// looksText says whether the first bytes are UTF-8 without control characters.
func looksText(data []byte) bool {
	head := data[:min(len(data), 512)]
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 {
			return len(data) > 512 && len(head) < utf8.UTFMax // cut inside a character
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' {
			return false
		}
		head = head[n:]
	}
	return true
}
