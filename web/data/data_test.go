package data

import (
	"strings"
	"testing"

	"graft/web/internal/i18n"
	"graft/web/internal/state"
)

func TestStoreState(t *testing.T) {
	a := state.New(English)
	var p state.PictureSet
	err := p.FollowStore(`{"kind":"files","ready":true,"usage":1000,"quota":5000,"phase":"","pictures":3,"bytes":123,
		"classes":[{"id":"1","name":"cat","count":2,"bytes":100},{"id":"2","name":"dog","count":1,"bytes":23}],
		"skipped":[{"path":"a.txt","code":"unreadable","text":"imagefile: not a picture"},{"path":"b.jpg","code":"twin","text":"cat/x.jpg"}],
		"skipped_more":0,"signature":"3-abc"}`)
	if err != nil {
		t.Fatal(err)
	}
	if p.Pictures != 3 || p.Classes[1].Name != "dog" {
		t.Errorf("state = %+v", p.StoreState)
	}
	if got := skipReason(a.Words, p.Skipped[0]); got != "not a picture" {
		t.Errorf("reason of an unreadable file = %q, want the reader's own words without its name", got)
	}
	if got := skipReason(a.Words, p.Skipped[1]); got != "the same picture is already here: cat/x.jpg" {
		t.Errorf("reason of a twin = %q", got)
	}
	if err := p.FollowStore("nonsense"); err == nil || p.Pictures != 3 {
		t.Errorf("nonsense: %v with %d pictures left, want an error and nothing changed", err, p.Pictures)
	}
}

func TestUndoWords(t *testing.T) {
	var w i18n.Words
	for _, tc := range []struct {
		step   state.UndoStep
		en, zh string
	}{
		{state.UndoStep{Kind: "remove", Count: 1}, "1 picture removed.", "已删除 1 张图片。"},
		{state.UndoStep{Kind: "remove", Count: 2000}, "2,000 pictures removed.", "已删除 2,000 张图片。"},
		{state.UndoStep{Kind: "class", From: "cat"}, "“cat” removed.", "已删除“cat”。"},
		{state.UndoStep{Kind: "class", From: "cat", Count: 3}, "“cat” removed, with 3 pictures.", "已删除“cat”及其 3 张图片。"},
		{state.UndoStep{Kind: "move", Into: "dog", Count: 3}, "3 pictures moved to “dog”.", "已将 3 张图片移动到“dog”。"},
		{state.UndoStep{Kind: "merge", From: "cat", Into: "dog", Count: 3}, "“cat” is part of “dog” now: 3 pictures moved.", "“cat”已并入“dog”，共移动 3 张图片。"},
	} {
		for lang, want := range map[i18n.Words]string{English: tc.en, Chinese: tc.zh} {
			w = lang
			if got := undoWords(w, tc.step); got != want {
				t.Errorf("%+v in %v = %q, want %q", tc.step, lang, got, want)
			}
		}
	}
}

func TestSetWants(t *testing.T) {
	for _, tc := range []struct {
		name    string
		classes []state.KeptClass
		phase   string
		want    string // beginning
	}{
		{"nothing", nil, "", "Two classes"},
		{"one class", []state.KeptClass{{Name: "a", Count: 9}, {Name: "b"}}, "", "Two classes"},
		{"one picture", []state.KeptClass{{Name: "a", Count: 9}, {Name: "b", Count: 1}}, "", "“b” has one picture"},
		{"reading", []state.KeptClass{{Name: "a", Count: 9}, {Name: "b", Count: 8}}, "reading", "Wait"},
		{"ready", []state.KeptClass{{Name: "a", Count: 9}, {Name: "b", Count: 8}}, "", ""},
	} {
		p := state.PictureSet{StoreState: state.StoreState{Classes: tc.classes, Phase: tc.phase}}
		if got := uploadWants(English, &p); !strings.HasPrefix(got, tc.want) || (tc.want == "") != (got == "") {
			t.Errorf("%s: wants = %q, want %q…", tc.name, got, tc.want)
		}
	}
}

func TestUnbalanced(t *testing.T) {
	small, large := unbalanced([]state.KeptClass{{Name: "a", Count: 9}, {Name: "empty"}, {Name: "b", Count: 40}})
	if small == nil || small.Name != "a" || large.Name != "b" {
		t.Errorf("unbalanced = %v, %v, want a and b", small, large)
	}
	if small, _ = unbalanced([]state.KeptClass{{Count: 10}, {Count: 40}}); small != nil {
		t.Errorf("four times as many is called unbalanced: %v", small)
	}
}
