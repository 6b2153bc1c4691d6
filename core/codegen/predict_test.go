package codegen_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/codegen"
)

// The programs that testdata/predict holds are what testdata/check_predict.py
// runs against Graft's own answers.
func TestPredictGolden(t *testing.T) {
	known := map[string]bool{}
	for variant, m := range map[string]codegen.Model{
		"v1.5": {Side: 224, Variant: "v1.5", Scale: 1. / 255, Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225}},
		"v1":   {Side: 224, Variant: "v1", Scale: 1, Mean: [3]float32{123.68, 116.779, 103.939}, Std: [3]float32{1, 1, 1}},
	} {
		for _, s := range codegen.Predict(m) {
			if strings.Contains(s.Text, "{{") || s.Title == "" || s.Install == "" || len(s.Files) == 0 {
				t.Errorf("%s for %s is not complete: %+v", s.Name, variant, s)
			}
			ending := map[string]string{"python": ".py", "html": ".html"}[s.Language]
			path := filepath.Join("testdata", "predict", variant+"-"+s.Name+ending)
			known[path] = true
			if *update {
				if err := os.WriteFile(path, []byte(s.Text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || s.Text != string(want) {
				t.Errorf("%s for %s is not %s (%v): look at it and run go test -update", s.Name, variant, path, err)
			}
		}
	}
	files, err := filepath.Glob("testdata/predict/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[f] {
			t.Errorf("%s belongs to no snippet", f)
		}
	}
}

// For another input size nothing but that changes.
func TestPredictSide(t *testing.T) {
	m := codegen.Model{Side: 224, Variant: "v1.5", Scale: 1. / 255, Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225}}
	plain := codegen.Predict(m)
	m.Side = 160
	for i, s := range codegen.Predict(m) {
		// 0.224 is one of torchvision's deviations.
		want := strings.ReplaceAll(strings.ReplaceAll(plain[i].Text, "0.224", "DEVIATION"), "224", "160")
		if want = strings.ReplaceAll(want, "DEVIATION", "0.224"); s.Text != want || !strings.Contains(s.Text, "160") {
			t.Errorf("%s for 160 pixels is\n%s", s.Name, s.Text)
		}
		for _, n := range s.Notes {
			if strings.Contains(n.En+n.Zh, "224") {
				t.Errorf("%s for 160 pixels says %q", s.Name, n.En)
			}
		}
	}
}
