package link

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"graft/core/recipe"
)

// Names of the parts of a link, as in its addresses and in a form that makes one.
const (
	partRecipe  = "recipe"
	partPicture = "picture"
	partHead    = "head"
	partCard    = "card"
)

// entry is what is kept under an id. The parts have keys of their own and are
// stored before it, so that an entry has what it says it has.
type entry struct {
	Doc     json.RawMessage `json:"doc"`               // the recipe in canonical form
	Token   string          `json:"token,omitempty"`   // hash of what deletes it
	Expires int64           `json:"expires,omitempty"` // seconds since 1970; 0 for never
	Lang    string          `json:"lang,omitempty"`    // of the card: "zh", else English
	Picture *frame          `json:"picture,omitempty"`
	Card    *frame          `json:"card,omitempty"`
	Classes []string        `json:"classes,omitempty"` // of the head; it has one if they are there

	recipe recipe.Recipe // Doc
}

// frame is the size of a picture in pixels.
type frame struct {
	W int `json:"w"`
	H int `json:"h"`
}

func (e *entry) expires() time.Time {
	if e.Expires == 0 {
		return time.Time{}
	}
	return time.Unix(e.Expires, 0)
}

// parts are the names of those that the entry has besides the recipe.
func (e *entry) parts() []string {
	var list []string
	if e.Picture != nil {
		list = append(list, partPicture)
	}
	if e.Classes != nil {
		list = append(list, partHead)
	}
	if e.Card != nil {
		list = append(list, partCard)
	}
	return list
}

func (e *entry) encode() []byte {
	body, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings, numbers and a document that was just encoded
	}
	return body
}

// parseEntry reads what is kept under an id, and the recipe in it again, so
// that nothing in a store can lead elsewhere. Links of the first version are
// the document alone.
func parseEntry(body []byte) (*entry, error) {
	var e entry
	if err := json.Unmarshal(body, &e); err != nil {
		return nil, errors.New("not JSON")
	}
	if e.Doc == nil {
		e = entry{Doc: bytes.TrimSpace(body)}
	}
	var err error
	if e.recipe, err = recipe.ParseJSON(e.Doc); err != nil {
		return nil, err
	}
	if e.Classes != nil && len(e.Classes) < 2 {
		return nil, fmt.Errorf("a head of %d classes", len(e.Classes))
	}
	return &e, nil
}
