package dataset

import "io"

// Placement is what Place makes of some files.
type Placement struct {
	Placed  []Placed  `json:"placed"` // in the order of their paths
	Loose   []int     `json:"loose"`  // indices of files in no class folder; they are among Skipped too
	Skipped []Skipped `json:"skipped"`
}

// Placed is a file with its class.
type Placed struct {
	At    int    `json:"at"` // index of its path
	Class string `json:"class"`
}

// Place sorts files into classes by their paths, by the rules of archives: for files that
// lie in none, as those of a folder that is dropped on a page. Only the paths are looked at.
func Place(paths []string, lim Limits) (Placement, error) {
	a := &Archive{box: pathBox(paths), lim: lim, index: map[string]int{}}
	if err := a.list(); err != nil {
		return Placement{}, err
	}
	p := Placement{Placed: make([]Placed, len(a.Entries)), Loose: make([]int, len(a.Loose)), Skipped: append([]Skipped{}, a.Skipped...)}
	for i, e := range a.Entries {
		p.Placed[i] = Placed{a.index[e.Path], e.Class}
	}
	for i, e := range a.Loose {
		p.Loose[i] = a.index[e.Path]
	}
	return p, nil
}

// pathBox is files of which only the paths are known.
type pathBox []string

func (b pathBox) members(visit func(member) error) error {
	for _, p := range b {
		if err := visit(member{name: p}); err != nil {
			return err
		}
	}
	return nil
}

func (b pathBox) open(int) (io.Reader, error) { return nil, ErrNotFound.Err() }
