package state

import (
	"strings"
	"testing"
	"time"
)

func TestUpload(t *testing.T) {
	var p PictureSet
	p.StoreState = StoreState{Pictures: 4, Signature: "4-x"}
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	p.FollowUpload(English, `{"state":"preparing"}`, now)
	p.FollowUpload(English, `{"state":"sending","loaded":0,"total":4000000}`, now)
	p.FollowUpload(English, `{"state":"sending","loaded":1000000,"total":4000000}`, now.Add(time.Second))
	if u := p.Upload; !u.Busy() || u.Meter.Speed != 1e6 || u.Meter.Left(u.Total) != 3*time.Second {
		t.Fatalf("upload = %+v, want 1 MB/s and 3 s left", u)
	}
	if p.FollowUpload(English, `{"state":"answered","status":422,"body":"{\"error\":\"one class\"}"}`, now) || p.Upload.Error != "one class" {
		t.Errorf("after a refusal: %+v, want the server's words", p.Upload)
	}
	if !p.FollowUpload(English, `{"state":"answered","status":201,"body":"{\"id\":\"d1\",\"classes\":[{\"name\":\"a\",\"count\":2}]}","signature":"4-x"}`, now) {
		t.Fatalf("a 201 was not taken: %+v", p.Upload)
	}
	if p.Upload.Busy() || !p.Fresh() || p.Sent.Pictures() != 2 {
		t.Errorf("after the upload: %+v, fresh %v", p.Sent, p.Fresh())
	}
	p.Signature = "5-y"
	if p.Fresh() {
		t.Error("a changed set is called fresh")
	}
	p.FollowUpload(English, `{"state":"failed","error":"network"}`, now)
	if p.Upload.Busy() || !strings.Contains(p.Upload.Error, "still runs") {
		t.Errorf("without a server: %+v, want what to do", p.Upload)
	}
	p.FollowUpload(English, `{"state":"answered","status":413,"body":"<html>"}`, now)
	if p.Upload.Error != "the set is larger than the server takes" {
		t.Errorf("413 of a proxy: %q", p.Upload.Error)
	}
}
