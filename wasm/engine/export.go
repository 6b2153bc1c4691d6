package main

import (
	"hash/crc32"
	"time"

	"graft/core/augment"
	"graft/core/export"
	"graft/core/imagefile"
	"graft/core/recipe"
	"graft/core/release"
)

// exportJob is what is wanted of one picture at once. It is complete in itself:
// any worker can take it.
type exportJob struct {
	Recipe string `json:"recipe"`
	export.Options
	export.Item
	From     int  `json:"from"`
	To       int  `json:"to"`
	Original bool `json:"original"` // its file too, first
}

// exported are the files of a job; the names of all, their CRC-32 and their
// lines for the manifest are by index.
type exported struct {
	Names []string `json:"names"`
	CRCs  []uint32 `json:"crcs"`
	Lines []string `json:"lines"`
	MS    float64  `json:"ms"` // without opening
	files []taken
}

// exporter remembers what the job before needed.
type exporter struct {
	recipe  string
	options export.Options
	maker   *export.Maker
	key     string
	src     *augment.Source
}

// export makes some files of one picture. data reads its bytes, which is done
// only if the job before was another picture's, or the original is wanted.
func (e *engine) export(key string, j exportJob, data func() ([]byte, error)) (exported, error) {
	x := &e.exporter
	if err := x.prepare(j); err != nil {
		return exported{}, err
	}
	var out exported
	if x.key != key || j.Original {
		b, err := data()
		if err != nil {
			return exported{}, err
		}
		if err := x.open(key, b, e.limits); err != nil {
			return exported{}, err
		}
		if j.Original {
			out.add(x.maker.Original(x.src, j.Item, b))
		}
	}
	start := time.Now()
	for view := j.From; view < j.To; view++ {
		f, err := x.maker.View(x.src, j.Item, view)
		if err != nil {
			return exported{}, err
		}
		out.add(f)
	}
	out.MS = float64(time.Since(start).Microseconds()) / 1000
	return out, nil
}

func (x *exporter) prepare(j exportJob) error {
	if x.maker != nil && x.recipe == j.Recipe && x.options == j.Options {
		return nil
	}
	r, err := recipe.ParseJSON([]byte(j.Recipe))
	if err != nil {
		return err
	}
	m, err := export.NewMaker(r, j.Options)
	if err != nil {
		return err
	}
	x.recipe, x.options, x.maker = j.Recipe, j.Options, m
	return nil
}

func (x *exporter) open(key string, data []byte, lim imagefile.Limits) error {
	if x.key == key {
		return nil
	}
	x.key, x.src = "", nil // its memory may be needed
	p, err := imagefile.Decode(data, lim)
	if err != nil {
		return err
	}
	x.key, x.src = key, augment.NewSource(p)
	return nil
}

func (out *exported) add(f export.File) {
	out.Names = append(out.Names, f.Name)
	out.CRCs = append(out.CRCs, crc32.ChecksumIEEE(f.Data))
	out.Lines = append(out.Lines, string(f.Line.JSON()))
	out.files = append(out.files, taken{data: f.Data})
}

// exportPlan is what all files of an export have in common.
type exportPlan struct {
	Recipe string `json:"recipe"`
	export.Options
	Views     int              `json:"views"`
	Originals bool             `json:"originals"`
	Pictures  []export.Picture `json:"pictures"`
}

// exportStart is the first line of the manifest, and what the files of each
// picture begin with.
type exportStart struct {
	Header string   `json:"header"`
	Stems  []string `json:"stems"`
}

func startExport(p exportPlan) (exportStart, error) {
	r, err := recipe.ParseJSON([]byte(p.Recipe))
	if err != nil {
		return exportStart{}, err
	}
	if err := p.Options.Validate(); err != nil {
		return exportStart{}, err
	}
	h := export.NewHeader(release.Full(), r, p.Options, p.Views, p.Originals)
	return exportStart{string(h.JSON()), export.Stems(p.Pictures)}, nil
}
