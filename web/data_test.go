package web

import (
	"strings"
	"testing"
	"time"

	"graft/web/internal/i18n"
)

func TestStoreState(t *testing.T) {
	a := newApp(English)
	var p pictureSet
	err := p.takeStore(`{"kind":"files","ready":true,"usage":1000,"quota":5000,"phase":"","pictures":3,"bytes":123,
		"classes":[{"id":"1","name":"cat","count":2,"bytes":100},{"id":"2","name":"dog","count":1,"bytes":23}],
		"skipped":[{"path":"a.txt","code":"unreadable","text":"imagefile: not a picture"},{"path":"b.jpg","code":"twin","text":"cat/x.jpg"}],
		"skipped_more":0,"signature":"3-abc"}`)
	if err != nil {
		t.Fatal(err)
	}
	if p.Pictures != 3 || p.Classes[1].Name != "dog" {
		t.Errorf("state = %+v", p.storeState)
	}
	if got := p.Skipped[0].reason(a.Words); got != "not a picture" {
		t.Errorf("reason of an unreadable file = %q, want the reader's own words without its name", got)
	}
	if got := p.Skipped[1].reason(a.Words); got != "the same picture is already here: cat/x.jpg" {
		t.Errorf("reason of a twin = %q", got)
	}
	if err := p.takeStore("nonsense"); err == nil || p.Pictures != 3 {
		t.Errorf("nonsense: %v with %d pictures left, want an error and nothing changed", err, p.Pictures)
	}
}

func TestUndoWords(t *testing.T) {
	a := newApp(English)
	for _, tc := range []struct {
		step   undoStep
		en, zh string
	}{
		{undoStep{Kind: "remove", Count: 1}, "1 picture removed.", "已删除 1 张图片。"},
		{undoStep{Kind: "remove", Count: 2000}, "2,000 pictures removed.", "已删除 2,000 张图片。"},
		{undoStep{Kind: "class", From: "cat"}, "“cat” removed.", "已删除“cat”。"},
		{undoStep{Kind: "class", From: "cat", Count: 3}, "“cat” removed, with 3 pictures.", "已删除“cat”及其 3 张图片。"},
		{undoStep{Kind: "move", Into: "dog", Count: 3}, "3 pictures moved to “dog”.", "已将 3 张图片移动到“dog”。"},
		{undoStep{Kind: "merge", From: "cat", Into: "dog", Count: 3}, "“cat” is part of “dog” now: 3 pictures moved.", "“cat”已并入“dog”，共移动 3 张图片。"},
	} {
		for lang, want := range map[i18n.Words]string{English: tc.en, Chinese: tc.zh} {
			a.Words = lang
			if got := tc.step.words(a.Words); got != want {
				t.Errorf("%+v in %v = %q, want %q", tc.step, lang, got, want)
			}
		}
	}
}

func TestSetWants(t *testing.T) {
	a := newApp(English)
	for _, tc := range []struct {
		name    string
		classes []keptClass
		phase   string
		want    string // beginning
	}{
		{"nothing", nil, "", "Two classes"},
		{"one class", []keptClass{{Name: "a", Count: 9}, {Name: "b"}}, "", "Two classes"},
		{"one picture", []keptClass{{Name: "a", Count: 9}, {Name: "b", Count: 1}}, "", "“b” has one picture"},
		{"reading", []keptClass{{Name: "a", Count: 9}, {Name: "b", Count: 8}}, "reading", "Wait"},
		{"ready", []keptClass{{Name: "a", Count: 9}, {Name: "b", Count: 8}}, "", ""},
	} {
		p := pictureSet{storeState: storeState{Classes: tc.classes, Phase: tc.phase}}
		if got := p.wants(a.Words); !strings.HasPrefix(got, tc.want) || (tc.want == "") != (got == "") {
			t.Errorf("%s: wants = %q, want %q…", tc.name, got, tc.want)
		}
	}
}

func TestUnbalanced(t *testing.T) {
	small, large := unbalanced([]keptClass{{Name: "a", Count: 9}, {Name: "empty"}, {Name: "b", Count: 40}})
	if small == nil || small.Name != "a" || large.Name != "b" {
		t.Errorf("unbalanced = %v, %v, want a and b", small, large)
	}
	if small, _ = unbalanced([]keptClass{{Count: 10}, {Count: 40}}); small != nil {
		t.Errorf("four times as many is called unbalanced: %v", small)
	}
}

func TestUpload(t *testing.T) {
	a := newApp(English)
	var p pictureSet
	p.storeState = storeState{Pictures: 4, Signature: "4-x"}
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	p.takeUpload(a.Words, `{"state":"preparing"}`, now)
	p.takeUpload(a.Words, `{"state":"sending","loaded":0,"total":4000000}`, now)
	p.takeUpload(a.Words, `{"state":"sending","loaded":1000000,"total":4000000}`, now.Add(time.Second))
	if u := p.upload; !u.busy() || u.meter.speed != 1e6 || u.meter.left(u.total) != 3*time.Second {
		t.Fatalf("upload = %+v, want 1 MB/s and 3 s left", u)
	}
	if p.takeUpload(a.Words, `{"state":"answered","status":422,"body":"{\"error\":\"one class\"}"}`, now) || p.upload.Error != "one class" {
		t.Errorf("after a refusal: %+v, want the server's words", p.upload)
	}
	if !p.takeUpload(a.Words, `{"state":"answered","status":201,"body":"{\"id\":\"d1\",\"classes\":[{\"name\":\"a\",\"count\":2}]}","signature":"4-x"}`, now) {
		t.Fatalf("a 201 was not taken: %+v", p.upload)
	}
	if p.upload.busy() || !p.fresh() || p.sent.Pictures() != 2 {
		t.Errorf("after the upload: %+v, fresh %v", p.sent, p.fresh())
	}
	p.Signature = "5-y"
	if p.fresh() {
		t.Error("a changed set is called fresh")
	}
	p.takeUpload(a.Words, `{"state":"failed","error":"network"}`, now)
	if p.upload.busy() || !strings.Contains(p.upload.Error, "make run") {
		t.Errorf("without a server: %+v, want how to start one", p.upload)
	}
	p.takeUpload(a.Words, `{"state":"answered","status":413,"body":"<html>"}`, now)
	if p.upload.Error != "the set is larger than the server takes" {
		t.Errorf("413 of a proxy: %q", p.upload.Error)
	}
}

func TestBars(t *testing.T) {
	classes := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	p := []float64{0, 0.1, 0.5, 0, 0, 0.4, 0, 0}
	if got := bars(classes, p); len(got) != 8 || got[0].Class != "a" || got[2].P != 0.5 {
		t.Errorf("bars of eight = %v, want the head's order", got)
	}
	got := bars(append(classes, "i"), append(p, 0.2))
	if len(got) != barsShown || got[0].Class != "c" || got[1].Class != "f" || got[2].Class != "i" {
		t.Errorf("bars of nine = %v, want the likeliest first", got)
	}
	if top := best(classes, p); top.Class != "c" || top.P != 0.5 {
		t.Errorf("best = %v, want c at 0.5", top)
	}
}
