package i18n

import (
	"testing"
	"testing/fstest"

	"graft/core/recipe"
)

const (
	englishFile = `{"name": "English", "short": "EN", "tag": "en", "switch": "switch to English"}`
	chineseFile = `{"name": "中文", "short": "中", "tag": "zh-Hans", "switch": "切换到中文", "texts": {}}`
	// a third language is one file and nothing else
	esperantoFile = `{"name": "Esperanto", "short": "EO", "tag": "eo", "switch": "ŝanĝu al Esperanto", "texts": {
		"Undo": "Malfari", "Accuracy": "Precizeco", "Accuracy##in training": "Precizeco en trejnado",
		"%d step": "%d paŝo", "%d steps": "%d paŝoj", "Brightness": "Heleco"}}`
)

func madeUp(t *testing.T) Languages {
	all, err := Load(fstest.MapFS{
		"l/eo.json": {Data: []byte(esperantoFile)}, "l/en.json": {Data: []byte(englishFile)}, "l/zh.json": {Data: []byte(chineseFile)},
	}, "l")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestThirdLanguage(t *testing.T) {
	all := madeUp(t)
	if len(all) != 3 || all[0].Code() != English {
		t.Fatalf("%d languages, first %s: want three, English first", len(all), all[0].Code())
	}
	eo, ok := all.Named("eo")
	if !ok || eo.Language().Name != "Esperanto" {
		t.Fatalf("Named(eo) = %+v, %t", eo.Language(), ok)
	}
	tests := []struct{ got, want string }{
		{eo.T("Undo"), "Malfari"},
		{eo.T("Redo"), "Redo"},
		{eo.T("Accuracy"), "Precizeco"},
		{eo.T("Accuracy##in training"), "Precizeco en trejnado"},
		{eo.T("Loss##in training"), "Loss"},
		{eo.Plural(1, "%d step", "%d steps"), "%d paŝo"},
		{eo.Plural(0, "%d step", "%d steps"), "%d paŝoj"},
		{eo.Text(recipe.Text{En: "Brightness", Zh: "亮度"}), "Heleco"},
		{eo.Text(recipe.Text{En: "Contrast", Zh: "对比度"}), "Contrast"},
	}
	for _, tc := range tests {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

func TestEnglishAndChinese(t *testing.T) {
	zh, _ := All().Named("zh")
	text := recipe.Text{En: "Brightness", Zh: "亮度"}
	tests := []struct{ got, want string }{
		{Words{}.T("Accuracy##in training"), "Accuracy"},
		{Words{}.Code(), English},
		{Words{}.Language().Tag, "en"},
		{Words{}.Text(text), "Brightness"},
		{zh.T("Accuracy##in training"), "训练准确率"},
		{zh.Text(text), "亮度"},
		{zh.Text(recipe.Text{En: "Undo"}), "撤销"},
		{zh.Language().Tag, "zh-Hans"},
		{Key("Undo"), "Undo"},
	}
	for _, tc := range tests {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
	if again, _ := All().Named("zh"); again != zh {
		t.Error("two Words of one language differ")
	}
}

func TestMatch(t *testing.T) {
	tests := []struct{ header, want string }{
		{"", "en"},
		{"en-GB", "en"},
		{"zh-CN,zh;q=0.9,en;q=0.8", "zh"},
		{"zh", "zh"},
		{"ZH-Hant-TW", "zh"},
		{"de-DE,de;q=0.9,zh;q=0.5,en;q=0.3", "zh"},
		{"fr,en-US;q=0.7,zh;q=0.3", "en"},
		{"xx", "en"},
	}
	for _, tc := range tests {
		if got := All().Match(tc.header).Code(); got != tc.want {
			t.Errorf("Match(%q) = %q, want %q", tc.header, got, tc.want)
		}
	}
	if got := madeUp(t).Match("eo, en").Code(); got != "eo" {
		t.Errorf("Match(eo) = %q, where there is such a file", got)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := map[string]fstest.MapFS{
		"no English":      {"l/zh.json": {Data: []byte(chineseFile)}},
		"not JSON":        {"l/en.json": {Data: []byte(englishFile)}, "l/xx.json": {Data: []byte("{")}},
		"without a name":  {"l/en.json": {Data: []byte(englishFile)}, "l/xx.json": {Data: []byte(`{"tag": "xx", "short": "XX"}`)}},
		"nothing at all":  {},
		"a folder's name": {"l/en.json/x": {Data: []byte(englishFile)}},
	}
	for name, from := range tests {
		if _, err := Load(from, "l"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
