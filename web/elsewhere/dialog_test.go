package elsewhere

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

var english = i18n.All()[0]

func aJob() api.Job {
	return api.Job{ID: "j", State: api.Done, Outcome: api.Outcome{Classes: []string{"cat", "dog"}}, Train: recipe.DefaultTrain()}
}

func TestDialog(t *testing.T) {
	d := &Dialog{App: state.New(english)}
	p := webtest.Mount(t, d)
	p.Do(func(app.Context) { d.job, d.all = aJob(), ways(d.Words, aJob()) })
	for _, way := range ways(d.Words, aJob()) {
		p.Do(func(app.Context) { d.name = way.Name })
		p.Has(way.Title, `data-library="`+way.Name+`"`)
	}
	p.Has("head.safetensors", "The classifier alone is small.")
	p.Do(func(app.Context) { d.making, d.fault = fileHead, "the server’s disk is full" })
	p.Has("The trainer writes the file…", "the server’s disk is full", "Stop")
}

// A head on the softmax has no place in torchvision's network.
func TestWaysOfAHeadOnTheSoftmax(t *testing.T) {
	j := aJob()
	all := len(ways(english, j))
	j.Train.Top = recipe.TopSoftmax
	if got := len(ways(english, j)); got >= all {
		t.Errorf("%d ways on the softmax, %d on the features: want fewer", got, all)
	}
}

func TestFiles(t *testing.T) {
	j := aJob()
	if got, want := address(j, fileHead), "/api/v1/jobs/j/head"; got != want {
		t.Errorf("address = %s, want %s", got, want)
	}
	for _, w := range ways(english, j) {
		for _, f := range w.Files {
			if got := address(j, f); got == "" || fileID(f) == "" {
				t.Errorf("%s: address %q, id %q", f, got, fileID(f))
			}
		}
	}
	if got, want := fileBytes(j, fileHead), 16392.0; got != want {
		t.Errorf("a head of two classes has %v bytes, want %v", got, want)
	}
	m := modelOf(j)
	if m.Side != 224 || m.Scale == 0 {
		t.Errorf("model of an old run = %+v, want torchvision's preprocessing at 224", m)
	}
}
