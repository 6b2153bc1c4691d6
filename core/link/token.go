package link

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
)

// newToken returns the secret with which a link's maker can delete it, and
// what is kept of it. It has 130 random bits, so a plain hash keeps it safe.
func newToken() (token, hash string) {
	token = rand.Text()
	return token, hashToken(token)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ownsToken says whether the request carries the token that hash was made of:
// "Authorization: Bearer TOKEN".
func ownsToken(r *http.Request, hash string) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") || hash == "" {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(hashToken(strings.TrimSpace(token))), []byte(hash)) == 1
}
