package dataset

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPath is the longest path that is taken, in bytes.
const maxPath = 1024

// clean returns name as slash-separated elements without "." and empty ones,
// or the reason why it is not taken. Backslashes separate too: old Windows
// programs write them, and no sane file has one in its name.
func clean(name string) (cleaned string, reason error) {
	if !utf8.ValidString(name) {
		name = fromCP437(name)
	}
	name = strings.ReplaceAll(name, `\`, "/")
	switch {
	case len(name) > maxPath:
		return shorten(name), skipLong.Err()
	case strings.ContainsFunc(name, unicode.IsControl):
		return printable(name), skipControl.Err()
	case strings.HasPrefix(name, "/"), len(name) > 1 && name[1] == ':' && unicode.IsLetter(rune(name[0])):
		return name, skipAbsolute.Err()
	}
	var parts []string
	for _, p := range strings.Split(name, "/") {
		switch p {
		case "", ".":
		case "..":
			return name, skipLeaves.Err()
		default:
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return name, skipNoName.Err()
	}
	return strings.Join(parts, "/"), nil
}

// shorten cuts a path that is too long to be shown.
func shorten(s string) string {
	return strings.ToValidUTF8(s[:200], "") + "…"
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// hidden returns why a clean path is not looked at, or nil.
func hidden(p string) error {
	for _, e := range strings.Split(p, "/") {
		switch lower := strings.ToLower(e); {
		case lower == "__macosx", lower == "thumbs.db", lower == "desktop.ini":
			return skipSystem.Err()
		case strings.HasPrefix(e, "."):
			return skipHidden.Err()
		}
	}
	return nil
}

// root returns the folder that all of these have in common, "" if none.
// Paths without a folder do not count.
func root(paths []string) string {
	common, first := "", true
	for _, p := range paths {
		dir := path.Dir(p)
		if dir == "." {
			continue
		}
		if first {
			common, first = dir, false
		}
		for common != "" && dir != common && !strings.HasPrefix(dir, common+"/") {
			common = path.Dir(common)
			if common == "." {
				common = ""
			}
		}
	}
	return common
}

// classOf returns the class of a clean path: the last folder it lies in. With
// common, the folder that everything lies in, a file beside the class folders
// has none; deeper says that there are folders below common at all.
func classOf(p, common string, deeper bool) (class string, reason error) {
	dir := path.Dir(p)
	if dir == "." || dir == common && deeper {
		return "", skipLoose.Err()
	}
	return path.Base(dir), nil
}

// fromCP437 reads a name that is no UTF-8 in the code page that the zip
// format is defined in. It may not be the author's, but every byte stays told
// apart.
func fromCP437(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			b.WriteRune(cp437[c-0x80])
		}
	}
	return b.String()
}

var cp437 = []rune("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»" +
	"░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
	"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0")
