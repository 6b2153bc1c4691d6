package server

import (
	"encoding/json"
	"fmt"
	"testing"

	"graft/core/api"
	"graft/core/head"
	"graft/core/recipe"
	"graft/core/weights"
)

// The network's size is the recipe's, said in words, and a head is applied at the
// size that it was trained at, wherever it is.
func TestInputSize(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	set := c.upload(twoClasses(t, 10))
	for _, tc := range []struct {
		recipe, train string
		want          int
		note          string
	}{
		{`{"size":[160,160]}`, `{}`, 160, "The network gets pictures of 160×160 pixels, as the recipe makes them."},
		{`{"size":[160,160]}`, `{"input_size":97}`, 97, "The recipe makes 160×160 pixels; each picture is resized to 97×97 for the network, as the input size says."},
		{`{"size":[300,200]}`, `{}`, 224, "The recipe makes 300×200 pixels, which is no square of 32 to 512; each picture is resized to 224×224 for the network."},
	} {
		var answer struct {
			ID    string
			Input api.Input
		}
		c.want(202, "POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":%s,"train":%s}`, set.ID, tc.recipe, tc.train), &answer)
		c.listen(answer.ID, 0, nil)
		if d := c.job(answer.ID); d.Input != answer.Input || d.Input != (api.Input{Size: tc.want, Note: tc.note}) {
			t.Errorf("%s %s: input %+v, then %+v, want %d: %s", tc.recipe, tc.train, answer.Input, d.Input, tc.want, tc.note)
		}
		_, _, body := c.do("GET", "/api/v1/jobs/"+answer.ID+"/head", nil)
		h, err := head.Decode(body)
		if err != nil || h.Size != [2]int{tc.want, tc.want} {
			t.Fatalf("%s %s: head of %v, %v, want %d", tc.recipe, tc.train, h.Size, err, tc.want)
		}
		picture := pngOf(t, draw("warm", 3))
		at := fmt.Sprintf("/api/v1/embed?weights=random&size=%d", tc.want)
		status, header, features := c.do("POST", at, picture)
		if status != 200 || header.Get("Graft-Input-Size") != fmt.Sprint(tc.want) {
			t.Errorf("%s = %d at the size %q", at, status, header.Get("Graft-Input-Size"))
		}
		if _, _, own := c.do("POST", "/api/v1/embed?job="+answer.ID, picture); string(own) != string(features) {
			t.Errorf("%s %s: the job's features are not those of its size", tc.recipe, tc.train)
		}
		if _, _, plain := c.do("POST", "/api/v1/embed?weights=random", picture); (string(plain) == string(features)) != (tc.want == 224) {
			t.Errorf("%s %s: features without a size are those of 224: %v", tc.recipe, tc.train, string(plain) == string(features))
		}
		p, err := h.Predict(floats(features))
		if err != nil {
			t.Fatal(err)
		}
		var guesses struct{ Classes []api.Guess }
		c.want(200, "POST", "/api/v1/jobs/"+answer.ID+"/predict", picture, &guesses)
		for _, g := range guesses.Classes {
			if i := map[string]int{"cool": 0, "warm": 1}[g.Name]; g.P != p[i] {
				t.Errorf("%s %s: the server gives %s %g, its head at that size %g", tc.recipe, tc.train, g.Name, g.P, p[i])
			}
		}
		c.want(200, "POST", "/api/v1/jobs/"+answer.ID+"/explain", picture, nil)
	}
}

// A job from before there was a choice was, and if it still waits will be, trained
// at 224.
func TestInputSizeOfOldJobs(t *testing.T) {
	for _, tc := range []struct {
		size, train string
		set, want   int
	}{
		{"[160,160]", `{"epochs":3}`, 224, 224}, {"[224,224]", `{"epochs":3}`, 0, 224}, {"[300,200]", `{"epochs":3}`, 0, 224},
		{"[160,160]", `{"epochs":3,"input_size":0}`, 0, 160}, {"[160,160]", `{"epochs":3,"input_size":96}`, 96, 96},
	} {
		q, err := readRequest(fmt.Appendf(nil, `{"dataset":"x","recipe":{"size":%s},"train":%s}`, tc.size, tc.train))
		if err != nil || q.Train.InputSize != tc.set || q.side() != tc.want {
			t.Errorf("%s %s: input_size %d, %d pixels, %v, want %d and %d", tc.size, tc.train, q.Train.InputSize, q.side(), err, tc.set, tc.want)
		}
	}
	s := &Server{cfg: Config{Weights: weights.Name{Kind: weights.KindRandom}}}
	q, err := s.parseRequest([]byte(`{"dataset":"x","recipe":{"size":[160,160]}}`))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := readRequest(kept); err != nil || back.side() != 160 || back.Train.InputSize != 0 {
		t.Errorf("readRequest(%s) = %+v, %v, want a job of now to keep its 160", kept, back, err)
	}
	if q, err := readRequest([]byte(`{"recipe":{},"train":{}}`)); err != nil || q.Train != recipe.DefaultTrain() {
		t.Errorf("%+v, %v, want the defaults", q.Train, err)
	}
}
