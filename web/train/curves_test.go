package train

import (
	"testing"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/chart"
)

func TestChartOfARun(t *testing.T) {
	j := api.Job{Train: recipe.Train{Epochs: 6}, Outcome: api.Outcome{Epochs: []api.Epoch{
		{Number: 1, LearningRate: 1e-3, Phase: "head"}, {Number: 2, LearningRate: 1e-3, Phase: "head", Best: true},
		{Number: 3, LearningRate: 1e-5, Phase: "backbone", Best: true}, {Number: 4, LearningRate: 1e-5, Phase: "backbone"},
	}}}
	c := runChart(English, j)
	if len(c.Panels) != 3 || !c.Panels[2].Thin || c.Panels[2].Series[0].Values[2] != 1e-5 || c.Epochs != 6 {
		t.Errorf("panels %+v over %d epochs, want accuracy, loss and learning rate over 6", c.Panels, c.Epochs)
	}
	want := []chart.Mark{{At: 2.5, Class: "phase"}, {At: 3, Class: "best"}}
	for i, m := range c.Marks {
		if i >= len(want) || m.At != want[i].At || m.Class != want[i].Class || m.Text == "" {
			t.Errorf("marks %+v, want a phase from 2.5 and the best epoch, 3", c.Marks)
			break
		}
	}
	j.Epochs[0].LearningRate, j.Epochs[1].LearningRate, j.Epochs[2].LearningRate, j.Epochs[3].LearningRate = 0, 0, 0, 0
	if c := runChart(English, j); len(c.Panels) != 2 {
		t.Errorf("%d panels without learning rates, want 2", len(c.Panels))
	}
}
