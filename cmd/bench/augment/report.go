package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// report is what -json prints. Figures are milliseconds a picture; 0 is none.
type report struct {
	CPU            string   `json:"cpu"`
	OS             string   `json:"os"`
	Go             string   `json:"go"`
	Albumentations string   `json:"albumentations,omitempty"` // version
	TFImage        string   `json:"tensorflow,omitempty"`     // version
	Lines          []line   `json:"cases"`
	Grid           *grid    `json:"grid,omitempty"`
	Skipped        []string `json:"skipped,omitempty"`
}

type line struct {
	Case           string  `json:"case"`
	Native         float64 `json:"native_ms"`
	Tab            float64 `json:"tab_ms,omitempty"`
	TensorFlowJS   float64 `json:"tensorflow_js_ms,omitempty"`
	Albumentations float64 `json:"albumentations_ms,omitempty"`
	TFImage        float64 `json:"tf_image_ms,omitempty"`
}

func (r *report) skip(log io.Writer, what string, why error) {
	text := what + ": left out: " + why.Error()
	r.Skipped = append(r.Skipped, text)
	fmt.Fprintln(log, text)
}

// print writes the table. The ratios are the peer's time over the engine's:
// above 1 the engine is faster.
func (r *report) print(w io.Writer) error {
	fmt.Fprintf(w, "%s, %s; milliseconds a picture, %d×%d to %d×%d, best of several rounds\n\n",
		r.CPU, r.Go, sourceW, sourceH, size.W, size.H)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "case\tGo\tAlbumentations\ttf.image\tbest/Go\tGo in the tab\tTensorFlow.js\tTF.js/tab\t")
	for _, l := range r.Lines {
		best := l.Albumentations
		if best == 0 || l.TFImage > 0 && l.TFImage < best {
			best = l.TFImage
		}
		fmt.Fprintln(t, strings.Join([]string{l.Case, figure(l.Native), figure(l.Albumentations), figure(l.TFImage),
			ratio(best, l.Native), figure(l.Tab), figure(l.TensorFlowJS), ratio(l.TensorFlowJS, l.Tab), ""}, "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if g := r.Grid; g != nil {
		fmt.Fprintf(w, "\n%d tiles of the article's recipe, %d workers, from the wish to the painted canvases: %.1f ms best, %.1f ms median (a frame is 16.7)\n",
			g.Tiles, g.Workers, g.Best, g.Median)
	}
	fmt.Fprintf(w, "TensorFlow.js %s wasm; Albumentations %s; TensorFlow %s\n", tfjsVersion, or(r.Albumentations, "none"), or(r.TFImage, "none"))
	for _, s := range r.Skipped {
		fmt.Fprintln(w, s)
	}
	return nil
}

func figure(ms float64) string {
	if ms == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", ms)
}

func ratio(theirs, ours float64) string {
	if theirs == 0 || ours == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f×", theirs/ours)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// cpuName returns what Linux calls the processor, elsewhere nothing much.
func cpuName() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for l := range strings.Lines(string(b)) {
			if name, ok := strings.CutPrefix(l, "model name"); ok {
				return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
			}
		}
	}
	return "processor of unknown name"
}
