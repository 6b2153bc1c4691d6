package web

import (
	"errors"
	"strings"
	"testing"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

func TestWeightsInUse(t *testing.T) {
	a := newApp(English)
	for _, tc := range []struct {
		asked, own, now, fetch, want string
	}{
		{"", "auto", "starter", fetchRunning, "starter"},
		{"", "auto", "starter", fetchThere, "imagenet"}, // it came since the health was asked
		{"auto", "auto", "imagenet", fetchThere, "imagenet"},
		{"auto", "random", "random", fetchNone, "starter"},
		{"auto", "random", "random", fetchThere, "imagenet"},
		{"", "random", "random", fetchThere, "random"},
		{"keras", "auto", "starter", fetchNone, "keras"},
		{"", "imagenet", "", "", "imagenet"}, // an older server
		{"", "", "", "", ""},
	} {
		a.Trainer.health, a.Trainer.fetch = serverHealth{Weights: tc.own, WeightsNow: tc.now}, weightsFetch{State: tc.fetch}
		if got := weightsInUse(a, tc.asked); got != tc.want {
			t.Errorf("%+v: weightsInUse = %q, want %q", tc, got, tc.want)
		}
	}
}

func TestWeightChoices(t *testing.T) {
	a := newApp(English)
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
	a := newApp(English)
	for _, tc := range []struct {
		f      weightsFetch
		en, zh string
	}{
		{weightsFetch{State: fetchRunning}, "are being fetched beside the work", "正在后台下载 ImageNet 权重"},
		{weightsFetch{State: fetchRunning, Done: 12e6, Total: 102e6, PerSecond: 3e6, SecondsLeft: 30}, "12.0 MB of 102 MB · 3.0 MB a second · 30 s left", "12.0 MB / 102 MB · 每秒 3.0 MB · 剩余 30 秒"},
		{weightsFetch{State: fetchFailed, Error: "the server's cache of weights cannot be written: no space left on device"}, "cannot be written: no space left on device", "权重缓存无法写入"},
		{weightsFetch{State: fetchFailed, Error: `Head "https://huggingface.co/timm/x": dial tcp: lookup huggingface.co: no such host`}, "(huggingface.co does not answer)", "（huggingface.co 没有响应）"},
		{weightsFetch{State: fetchCancelled, Done: 12e6}, "stopped at 12.0 MB", "已停在 12.0 MB"},
		{weightsFetch{State: fetchOffline}, "graft weights fetch imagenet", "离线"},
		{weightsFetch{State: fetchNone}, "not on the trainer", "没有 ImageNet 权重"},
	} {
		for lang, want := range map[i18n.Words]string{English: tc.en, Chinese: tc.zh} {
			a.Words = lang
			if got := fetchWords(a.Words, tc.f); !strings.Contains(got, want) {
				t.Errorf("%+v in %s: %q, want %q in it", tc.f, lang.Code(), got, want)
			}
		}
	}
}

func TestRepeated(t *testing.T) {
	r := recipe.Default()
	j := job{Dataset: "d", Recipe: &r, Train: recipe.DefaultTrain()}
	j.Train.Weights, j.Train.Seed = "starter", 9
	got := repeated(j)
	if want := j.Train; got.Dataset != "d" || got.Train.Weights != "imagenet" || got.Train.Seed != want.Seed || got.Train.Epochs != want.Epochs {
		t.Errorf("repeated = %+v, want the same on imagenet", got)
	}
}

// An answer that got lost ends no fetch: what was said last still holds, and while
// that is running the page goes on asking.
func TestFetchOutlivesALostAnswer(t *testing.T) {
	a := newApp(English)
	running := weightsFetch{State: fetchRunning, Done: 7}
	s := trainerState{app: a, fetch: running}
	if got := s.heardOf(weightsFetch{}, errors.New("Failed to fetch")); got != running {
		t.Errorf("after a lost answer: %+v, want %+v", got, running)
	}
	there := weightsFetch{State: fetchThere}
	if got := s.heardOf(there, nil); got != there {
		t.Errorf("%+v, want what was said", got)
	}
}

// Settings taken over from a run on Automatic are on Automatic, whatever that was
// then.
func TestSettingsOfAnAutomaticRun(t *testing.T) {
	j := job{Train: recipe.DefaultTrain()}
	j.Train.Weights = starterWeights
	if got := settingsOf(j).Weights; got != starterWeights {
		t.Errorf("of a run on Starter: %q", got)
	}
	j.WeightsAsked = autoWeights
	if got := settingsOf(j).Weights; got != autoWeights {
		t.Errorf("of a run on Automatic: %q, want auto", got)
	}
}
