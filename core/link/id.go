package link

import "crypto/rand"

const (
	idLength = 17 // 17 × log2(62) = 101 random bits: not to be guessed
	alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// NewID returns a new random id of 17 letters and digits.
func NewID() string {
	id := make([]byte, 0, idLength)
	var draw [2 * idLength]byte
	for len(id) < idLength {
		rand.Read(draw[:]) // never fails: it ends the program instead
		for _, b := range draw {
			// Of the 64 values of six bits two are thrown away, so that every
			// letter is as likely as any other.
			if b &= 63; int(b) < len(alphabet) && len(id) < idLength {
				id = append(id, alphabet[b])
			}
		}
	}
	return string(id)
}

// ValidID says whether id has the form of one that NewID makes.
func ValidID(id string) bool {
	if len(id) != idLength {
		return false
	}
	for _, c := range []byte(id) {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
			return false
		}
	}
	return true
}
