// Package ids makes the ids by which a server knows what it keeps, and knows their
// forms again: whoever builds the name of a file or an address from an id asks
// [Valid] or [ValidLink] first. All are random, and too long to be guessed.
package ids

import (
	"crypto/rand"
	"strings"
)

const (
	letters = "abcdefghijklmnopqrstuvwxyz234567" // of base32, in small
	length  = 26                                 // 26 × 5 = 130 random bits

	linkLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	linkLength  = 17 // 17 × log2(62) = 101 random bits
)

// New returns the id of a new job or data set: 26 small letters and digits, which
// every file system tells apart.
func New() string { return strings.ToLower(rand.Text()) }

// Valid says whether id has the form of one that New makes.
func Valid(id string) bool { return valid(id, letters, length) }

// NewLink returns the id of a new short link: 17 letters and digits.
func NewLink() string {
	id := make([]byte, 0, linkLength)
	var draw [2 * linkLength]byte
	for len(id) < linkLength {
		rand.Read(draw[:]) // never fails: it ends the program instead
		for _, b := range draw {
			// Of the 64 values of six bits two are thrown away, so that every
			// letter is as likely as any other.
			if b &= 63; int(b) < len(linkLetters) && len(id) < linkLength {
				id = append(id, linkLetters[b])
			}
		}
	}
	return string(id)
}

// ValidLink says whether id has the form of one that NewLink makes.
func ValidLink(id string) bool { return valid(id, linkLetters, linkLength) }

func valid(id, letters string, length int) bool {
	return len(id) == length && strings.Trim(id, letters) == ""
}
