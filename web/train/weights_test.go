package train

import (
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
)

func TestWeightsInUse(t *testing.T) {
	a := state.New(English)
	for _, tc := range []struct {
		asked, own, now string
		fetch           api.FetchState
		want            string
	}{
		{"", "auto", "starter", api.FetchRunning, "starter"},
		{"", "auto", "starter", api.FetchThere, "imagenet"}, // it came since the health was asked
		{"auto", "auto", "imagenet", api.FetchThere, "imagenet"},
		{"auto", "random", "random", api.FetchNone, "starter"},
		{"auto", "random", "random", api.FetchThere, "imagenet"},
		{"", "random", "random", api.FetchThere, "random"},
		{"keras", "auto", "starter", api.FetchNone, "keras"},
		{"", "imagenet", "", "", "imagenet"}, // an older server
		{"", "", "", "", ""},
	} {
		a.Trainer.Health, a.Trainer.Fetch = api.Health{Weights: tc.own, WeightsNow: tc.now}, api.WeightsFetch{State: tc.fetch}
		if got := weightsInUse(a, tc.asked); got != tc.want {
			t.Errorf("%+v: weightsInUse = %q, want %q", tc, got, tc.want)
		}
	}
}

func TestWeightChoices(t *testing.T) {
	a := state.New(English)
	for now, want := range map[string]string{
		"auto":     "auto starter imagenet keras random",
		"starter":  "auto starter imagenet keras random",
		"timm/x":   "timm/x auto starter imagenet keras random",
		"":         " auto starter imagenet keras random",
		"x.h5":     "x.h5 auto starter imagenet keras random",
		"random:1": "random:1 auto starter imagenet keras random",
	} {
		var names []string
		for _, c := range weightChoices(a, now) {
			names = append(names, c.name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("weightChoices(%q) = %q, want %q", now, got, want)
		}
	}
	for lang, want := range map[i18n.Words]string{English: "never seen a hot dog", Chinese: "从未见过热狗"} {
		a.Words = lang
		if help := knownWeights(a)[1].help; !strings.Contains(help, want) {
			t.Errorf("Starter's text is %q: want it to say %q", help, want)
		}
	}
}

func TestFetchWords(t *testing.T) {
	var w i18n.Words
	for _, tc := range []struct {
		f      api.WeightsFetch
		en, zh string
	}{
		{api.WeightsFetch{State: api.FetchRunning}, "are being fetched beside the work", "正在后台下载 ImageNet 权重"},
		{api.WeightsFetch{State: api.FetchRunning, Done: 12e6, Total: 102e6, PerSecond: 3e6, SecondsLeft: 30}, "12.0 MB of 102 MB · 3.0 MB a second · 30 s left", "12.0 MB / 102 MB · 每秒 3.0 MB · 剩余 30 秒"},
		{api.WeightsFetch{State: api.FetchFailed, Error: "the server's cache of weights cannot be written: no space left on device"}, "cannot be written: no space left on device", "权重缓存无法写入"},
		{api.WeightsFetch{State: api.FetchFailed, Error: "huggingface.co does not answer"}, "(huggingface.co does not answer)", "（huggingface.co 没有响应）"},
		{api.WeightsFetch{State: api.FetchCancelled, Done: 12e6}, "stopped at 12.0 MB", "已停在 12.0 MB"},
		{api.WeightsFetch{State: api.FetchOffline}, "graft weights fetch imagenet", "离线"},
		{api.WeightsFetch{State: api.FetchNone}, "not on the trainer", "没有 ImageNet 权重"},
	} {
		for lang, want := range map[i18n.Words]string{English: tc.en, Chinese: tc.zh} {
			w = lang
			if got := fetchWords(w, tc.f); !strings.Contains(got, want) {
				t.Errorf("%+v in %s: %q, want %q in it", tc.f, lang.Code(), got, want)
			}
		}
	}
}

func TestRepeated(t *testing.T) {
	r := recipe.Default()
	j := api.Job{Dataset: "d", Recipe: &r, Train: recipe.DefaultTrain()}
	j.Train.Weights, j.Train.Seed = "starter", 9
	got := repeated(j)
	if want := j.Train; got.Dataset != "d" || got.Train.Weights != "imagenet" || got.Train.Seed != want.Seed || got.Train.Epochs != want.Epochs {
		t.Errorf("repeated = %+v, want the same on imagenet", got)
	}
}

// Settings taken over from a run on Automatic are on Automatic, whatever that was
// then.
func TestSettingsOfAnAutomaticRun(t *testing.T) {
	j := api.Job{Train: recipe.DefaultTrain()}
	j.Train.Weights = starterWeights
	if got := state.SettingsOf(j).Weights; got != starterWeights {
		t.Errorf("of a run on Starter: %q", got)
	}
	j.WeightsAsked = autoWeights
	if got := state.SettingsOf(j).Weights; got != autoWeights {
		t.Errorf("of a run on Automatic: %q, want auto", got)
	}
}
