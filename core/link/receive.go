package link

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"graft/core/head"
	"graft/core/recipe"
)

// Limits of what a link may carry besides its document, in bytes.
const (
	MaxPicture = 512 << 10
	MaxHead    = 1 << 20
	MaxCard    = 256 << 10
)

var limits = map[string]int64{
	partRecipe: recipe.MaxBytes, partPicture: MaxPicture, partHead: MaxHead, partCard: MaxCard,
}

// sent is what came in a request, by part, each within its limit.
type sent struct{ parts map[string][]byte }

// receive reads a body: the recipe's JSON, or a form (multipart/form-data) of
// the recipe and what is attached to it. Anything else in a form is refused, so
// that nothing is kept by accident.
func receive(r *http.Request) (*sent, error) {
	if r.Body == nil {
		return nil, noDocument.Err()
	}
	s := &sent{map[string][]byte{}}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return s, s.read(partRecipe, r.Body)
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	for {
		p, err := form.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, badForm.Err()
		}
		if err := s.read(p.FormName(), p); err != nil {
			return nil, err
		}
	}
	if _, ok := s.parts[partRecipe]; !ok {
		return nil, noRecipe.At(partRecipe)
	}
	return s, nil
}

// read reads one part.
func (s *sent) read(name string, body io.Reader) error {
	limit, known := limits[name]
	if _, twice := s.parts[name]; !known || twice {
		return strangePart.At(cut(name))
	}
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), err == nil && int64(len(data)) > limit:
		return tooLarge[name].At(name, sizeText(limit))
	case err != nil:
		return cutOff.Err()
	}
	s.parts[name] = data
	return nil
}

// inspect looks at every part and says what they are.
func (s *sent) inspect() (*entry, error) {
	var e entry
	var err error
	if e.recipe, err = recipe.ParseJSON(s.parts[partRecipe]); err != nil {
		return nil, err
	}
	e.Doc = e.recipe.JSON()
	if e.Picture, err = s.picture(partPicture); err != nil {
		return nil, err
	}
	if e.Card, err = s.picture(partCard); err != nil {
		return nil, err
	}
	if data, ok := s.parts[partHead]; ok {
		h, err := head.Decode(data)
		if err != nil {
			return nil, badHead.At(partHead, err)
		}
		e.Classes = h.Classes
	}
	return &e, nil
}

func (s *sent) picture(part string) (*frame, error) {
	data, ok := s.parts[part]
	if !ok {
		return nil, nil
	}
	w, h, err := CheckJPEG(data)
	if err != nil {
		return nil, badPicture.At(part, err)
	}
	return &frame{w, h}, nil
}

// cut shortens a name that a stranger made up.
func cut(name string) string { return name[:min(len(name), 40)] }
