package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/webtest"
)

func TestCameraDialog(t *testing.T) {
	p := webtest.Mount(t, &CameraDialog{Words: English})
	p.Has("Take the picture", "disabled")
	p.Do(func(ctx app.Context) { OpenCamera(ctx, func(app.Context, app.Value) {}) })
	if calls := webtest.Calls(); app.IsClient && !slices.Contains(calls, "camera.start") {
		t.Errorf("calls = %q, want the camera started", calls)
	}
}

func TestSkippedList(t *testing.T) {
	list := SkippedList(English, "skipped", "300 files", 300, func(i int) (string, string) { return "a.txt", "not a picture" })
	html := app.HTMLString(list)
	if n := strings.Count(html, "a.txt"); n != skippedShown || !strings.Contains(html, "and 100 more") {
		t.Errorf("%d of 300 files are listed, want %d and how many more there are", n, skippedShown)
	}
}

func TestClassList(t *testing.T) {
	var all []api.Class
	for _, name := range strings.Split("abcdefghij", "") {
		all = append(all, api.Class{Name: name, Count: 1000})
	}
	html := app.HTMLString(ClassList(English, all))
	if !strings.Contains(html, "4 more classes") || !strings.Contains(html, "1,000") {
		t.Errorf("want six classes and four behind a fold: %s", html)
	}
	if html := app.HTMLString(ClassList(English, all[:7])); strings.Contains(html, "more classes") {
		t.Errorf("a fold for one class: %s", html)
	}
}

func TestCameraFaults(t *testing.T) {
	for reason, want := range map[string]string{
		"NotAllowedError": "Allow it", "NotFoundError": "No camera", "NotReadableError": "Another program", "SecurityError": "https", "OddError": "OddError",
	} {
		if got := (CameraState{Reason: reason}).Fault(English); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", reason, got, want)
		}
	}
}
