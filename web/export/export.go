package export

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"graft/core/recipe"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// exportSettings are what the visitor chose last.
type exportSettings struct {
	Views     int    `json:"views"` // of each picture
	Format    string `json:"format"`
	Quality   int    `json:"quality"` // of JPEG
	Originals bool   `json:"originals"`
}

const (
	formatPNG  = "png"
	formatJPEG = "jpeg"

	maxExportViews = 100_000 // as the command line
	exportKey      = "graft-export"
)

func defaultExportSettings() exportSettings {
	return exportSettings{Views: 9, Format: formatPNG, Quality: 90}
}

// mended returns s, or the defaults if it is not what this version keeps.
func (s exportSettings) mended() exportSettings {
	if s.Views < 1 || s.Views > maxExportViews || s.Quality < 1 || s.Quality > 100 || s.Format != formatPNG && s.Format != formatJPEG {
		return defaultExportSettings()
	}
	return s
}

// exportState is how far an export is, as static/export.js tells it.
type exportState struct {
	exportEvent
	meter ui.Meter
}

// exportEvent is the detail of a graft-export event.
type exportEvent struct {
	State string  `json:"state"` // "", "preparing", "running", "done", "cancelled", "failed"
	Done  int     `json:"done"`  // views
	Total int     `json:"total"`
	Bytes float64 `json:"bytes"`
	Where string  `json:"where"` // "chosen" by the visitor, "private", "memory"
	Error string  `json:"error"`

	Name   string        `json:"name"` // of the finished file
	URL    string        `json:"url"`  // to fetch it from; "" if it is where it belongs
	Files  int           `json:"files"`
	Bad    int           `json:"bad"` // pictures that could not be read
	Faults []exportFault `json:"faults"`
}

type exportFault struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

func (s *exportState) busy() bool { return s.State == "preparing" || s.State == "running" }

// follow hears of the export; now is when the event was heard.
func (s *exportState) follow(detail string, now time.Time) error {
	var e exportEvent
	if err := json.Unmarshal([]byte(detail), &e); err != nil {
		return fmt.Errorf("web: state of the export: %w", err)
	}
	if e.State == "preparing" {
		s.meter = ui.Meter{}
	}
	s.exportEvent = e
	s.meter.Add(float64(e.Done), now)
	return nil
}

// figures says how much is done, how fast, and how much longer it takes.
func (s *exportState) figures(w i18n.Words) string {
	text := fmt.Sprintf(w.T("%s of %s views · %s"), ui.FormatCount(s.Done), ui.FormatCount(s.Total), ui.FormatBytes(s.Bytes))
	if s.meter.Speed > 0 {
		text += " · " + ui.FormatRate(s.meter.Speed) + w.T("/s")
	}
	if left := ui.FormatLeft(w, s.meter.Left(float64(s.Total))); left != "" {
		text += " · " + fmt.Sprintf(w.T("%s left"), left)
	}
	return text
}

// fault says why it ended.
func (s *exportState) fault(w i18n.Words) string {
	switch s.Error {
	case "quota":
		return w.T("The browser's storage or the disk is full. Fewer views, JPEG or smaller pictures need less.")
	case "memory":
		return w.T("This browser can write no file from a page, and more than 256 MB do not fit into memory. Export fewer views, or use graft augment.")
	}
	return faults.Words(w, s.Error)
}

// leftOut names the steps of the recipe that an export cannot have: batches mix
// labels too, which are the training loop's.
func leftOut(w i18n.Words, r recipe.Recipe) string {
	var names []string
	for _, s := range r.Steps {
		if op, ok := recipe.Lookup(s.Op); ok && op.Kind == recipe.Batch && !s.Off {
			names = append(names, w.Text(op.Title))
		}
	}
	return strings.Join(names, w.T(", ##between names"))
}

// parseWithin reads a whole number from a field.
func parseWithin(text string, low, high int) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return n, err == nil && n >= low && n <= high
}
