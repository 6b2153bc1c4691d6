package weights

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kind says where weights come from.
type Kind int

const (
	KindAuto       Kind = iota // ImageNet's where they are, else the starter's: see [Resolve]
	KindStarter                // what the program carries
	KindImageNet               // the hub's ImageNet, [ImageNetID]
	KindKeras                  // Keras's own file
	KindKerasNoTop             // Keras's own file without the last layer
	KindRandom                 // drawn from a seed
	KindHub                    // a ResNet-50 of the hub
	KindFile                   // a file on this machine
)

// words are the names of the kinds that have one, as people write them. "random"
// may be followed by a colon and a seed.
var words = map[string]Kind{
	"auto": KindAuto, "starter": KindStarter, "imagenet": KindImageNet,
	"keras": KindKeras, "keras-notop": KindKerasNoTop, "random": KindRandom,
}

// ImageNetID is the hub id of the weights called "imagenet".
const ImageNetID = "timm/resnet50.tv_in1k"

// Name says which weights are meant. A text of somebody's becomes one at the edge of
// the program, by [ParseName] or [ParseNameOrFile], and is not looked at again. Names
// can be compared; the zero Name is "auto".
type Name struct {
	Kind Kind
	ID   string // of KindHub, "owner/name"
	Path string // of KindFile
	Seed uint64 // of KindRandom
}

// hubForm is the form of an id on the hub: owner and repository.
var hubForm = regexp.MustCompile(`^[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}$`)

// fileEndings are those of files of weights, which no id on the hub has.
var fileEndings = []string{".safetensors", ".h5"}

func hasFileEnding(text string) bool { return slices.Contains(fileEndings, path.Ext(text)) }

// ParseName reads a name that a request or a document gives, which may be anybody's:
// one of the words auto, starter, imagenet, keras, keras-notop, random and
// random:SEED, or the id of a repository on the hub. It never names a file, and no
// file is looked at.
func ParseName(text string) (Name, error) {
	n, ok, err := parseWord(text)
	switch {
	case ok || err != nil:
		return n, err
	case hubForm.MatchString(text) && !strings.Contains(text, "..") && !hasFileEnding(text):
		return Name{Kind: KindHub, ID: text}, nil
	}
	return Name{}, fmt.Errorf("weights %.200q: want auto, starter, imagenet, keras, random, or a hub id owner/name", text)
}

// ParseNameOrFile reads a name that the owner of this machine gives: what ParseName
// takes, or the path of a file. A path is what is there, ends as files of weights
// do, or is absolute.
func ParseNameOrFile(text string) (Name, error) {
	if n, ok, err := parseWord(text); ok || err != nil {
		return n, err
	}
	if _, err := os.Stat(text); err == nil || hasFileEnding(text) || filepath.IsAbs(text) {
		return Name{Kind: KindFile, Path: text}, nil
	}
	n, err := ParseName(text)
	if err != nil {
		return n, fmt.Errorf("weights %q: want auto, starter, imagenet, keras, random, a safetensors or HDF5 file, or a hub id owner/name", text)
	}
	return n, nil
}

// parseWord reads one of the words; ok is false if text is none.
func parseWord(text string) (n Name, ok bool, err error) {
	if kind, ok := words[text]; ok {
		return Name{Kind: kind}, true, nil
	}
	seed, ok := strings.CutPrefix(text, "random:")
	if !ok {
		return Name{}, false, nil
	}
	n.Kind = KindRandom
	if n.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return Name{}, false, fmt.Errorf("weights %.200q: seed %.40q: want a whole number from 0 to 2^64-1", text, seed)
	}
	return n, true, nil
}

// String returns the text that is parsed to n.
func (n Name) String() string {
	switch n.Kind {
	case KindHub:
		return n.ID
	case KindFile:
		return n.Path
	case KindRandom:
		if n.Seed != 0 {
			return fmt.Sprintf("random:%d", n.Seed)
		}
	}
	for word, kind := range words {
		if kind == n.Kind {
			return word
		}
	}
	return fmt.Sprintf("weights of kind %d", n.Kind)
}

// Short returns String, of a file without its folder: what others may read who do
// not own this machine.
func (n Name) Short() string {
	if n.Kind == KindFile {
		return filepath.Base(n.Path)
	}
	return n.String()
}

// MarshalText returns String.
func (n Name) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Check fails if n cannot be loaded whatever the network does: a file that is not
// there. It shows a typing error at once that would show when work begins.
func (n Name) Check() error {
	if n.Kind != KindFile {
		return nil
	}
	info, err := os.Stat(n.Path)
	switch {
	case err != nil:
		return fmt.Errorf("weights %q: no such file: want auto, starter, imagenet, keras, random, a safetensors or HDF5 file or a name on the hub such as %s", n.Path, ImageNetID)
	case !info.Mode().IsRegular():
		return fmt.Errorf("weights %q: want a safetensors or HDF5 file, not a folder", n.Path)
	}
	return nil
}

// hubID returns the hub id of ImageNet's weights and of those of the hub.
func (n Name) hubID() (id string, ok bool) {
	if n.Kind == KindImageNet {
		return ImageNetID, true
	}
	return n.ID, n.Kind == KindHub
}
