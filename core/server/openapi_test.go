package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// schema is the part of JSON Schema that openapi.json uses.
type schema struct {
	Ref        string `json:"$ref"`
	Type       string
	Format     string
	Enum       []string
	Required   []string
	Properties map[string]schema
	Additional any `json:"additionalProperties"`
	Items      *schema
}

type operation struct {
	Parameters []struct{ Name, In string }
	Responses  map[string]struct {
		Content map[string]struct{ Schema schema }
	}
}

type page struct {
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]schema }
}

func readPage(t *testing.T) page {
	t.Helper()
	var p page
	if err := json.Unmarshal(openapiJSON, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryRouteIsDescribed(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	served, described := map[string]bool{}, map[string]bool{}
	for _, r := range c.s.table() {
		served[r.method+" "+r.path] = true
	}
	for path, ops := range readPage(t).Paths {
		for method, op := range ops {
			described[strings.ToUpper(method)+" "+path] = true
			inPath := slices.ContainsFunc(op.Parameters, func(p struct{ Name, In string }) bool { return p.Name == "id" && p.In == "path" })
			if inPath != strings.Contains(path, "{id}") {
				t.Errorf("%s %s: the parameter id is described: %v", method, path, inPath)
			}
		}
	}
	for call := range served {
		if !described[call] {
			t.Errorf("%s is served, not described", call)
		}
	}
	for call := range described {
		if !served[call] {
			t.Errorf("%s is described, not served", call)
		}
		// And it is really there: what is not a call is 404 with other words.
		method, path, _ := strings.Cut(call, " ")
		_, _, body := c.do(method, strings.Replace(path, "{id}", "x", 1), nil)
		if bytes.Contains(body, []byte("nothing is served")) {
			t.Errorf("%s = %s", call, body)
		}
	}
}

func TestEverySchemaIsUsed(t *testing.T) {
	p := readPage(t)
	for name, s := range p.Components.Schemas {
		// Outcome, Progress and Epoch describe events, which checkEvent holds to them.
		if !bytes.Contains(openapiJSON, []byte(`"#/components/schemas/`+name+`"`)) && name != "Outcome" {
			t.Errorf("schema %s is not used", name)
		}
		for _, key := range s.Required {
			if _, ok := s.Properties[key]; !ok {
				t.Errorf("schema %s requires %s, which it does not describe", name, key)
			}
		}
	}
}

// documented fails the test for each answer of next that openapi.json does not
// describe: its status, its media type, its JSON.
func documented(t *testing.T, next http.Handler) http.Handler {
	p := readPage(t)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &recorder{ResponseWriter: w, status: 200}
		next.ServeHTTP(seen, r)
		method, path, ok := strings.Cut(r.Pattern, " ")
		if !ok || seen.status == http.StatusForbidden && r.Method == "GET" || r.Context().Err() != nil {
			return // no call of the API, or nobody hears the answer
		}
		if err := p.check(method, path, seen); err != nil {
			t.Errorf("%s %s answered %d %s: openapi.json: %v", r.Method, r.URL, seen.status, seen.body.Bytes(), err)
		}
		if err := checkType(method+" "+path, seen); err != nil {
			t.Errorf("%s %s answered %d %s: %v", r.Method, r.URL, seen.status, seen.body.Bytes(), err)
		}
	})
}

type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (p page) check(method, path string, seen *recorder) error {
	op, ok := p.Paths[path][strings.ToLower(method)]
	if !ok {
		return fmt.Errorf("%s %s is not there", method, path)
	}
	res, ok := op.Responses[strconv.Itoa(seen.status)]
	if !ok {
		return fmt.Errorf("the status is not there")
	}
	if len(res.Content) == 0 {
		if seen.body.Len() > 0 {
			return fmt.Errorf("no body is described")
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(seen.Header().Get("Content-Type"))
	if err != nil {
		return err
	}
	content, ok := res.Content[media]
	if !ok {
		return fmt.Errorf("%s is not there", media)
	}
	if media != "application/json" || seen.body.Len() == 0 { // HEAD
		return nil
	}
	return p.checkJSON(content.Schema, seen.body.Bytes())
}

func (p page) checkJSON(s schema, body []byte) error {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	return p.fits(s, v, "$")
}

// fits says where v is not what s describes.
func (p page) fits(s schema, v any, at string) error {
	if s.Ref != "" {
		name := strings.TrimPrefix(s.Ref, "#/components/schemas/")
		s, ok := p.Components.Schemas[name]
		if !ok {
			return fmt.Errorf("%s: no schema %s", at, name)
		}
		return p.fits(s, v, at)
	}
	switch v := v.(type) {
	case string:
		if s.Type != "string" || s.Enum != nil && !slices.Contains(s.Enum, v) {
			return fmt.Errorf("%s: %q: want %s %v", at, v, s.Type, s.Enum)
		}
	case bool:
		if s.Type != "boolean" {
			return fmt.Errorf("%s: %v: want %s", at, v, s.Type)
		}
	case float64:
		if s.Type != "number" && (s.Type != "integer" || v != math.Trunc(v)) {
			return fmt.Errorf("%s: %g: want %s", at, v, s.Type)
		}
	case []any:
		if s.Type != "array" {
			return fmt.Errorf("%s: an array: want %s", at, s.Type)
		}
		for i, x := range v {
			if err := p.fits(*s.Items, x, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		return p.fitsObject(s, v, at)
	default:
		return fmt.Errorf("%s: %v: want %s", at, v, s.Type)
	}
	return nil
}

func (p page) fitsObject(s schema, v map[string]any, at string) error {
	if s.Type != "object" {
		return fmt.Errorf("%s: an object: want %s", at, s.Type)
	}
	for _, key := range s.Required {
		if _, ok := v[key]; !ok {
			return fmt.Errorf("%s.%s: missing", at, key)
		}
	}
	for key, x := range v {
		sub, ok := s.Properties[key]
		if !ok && s.Additional == false {
			return fmt.Errorf("%s.%s: not described", at, key)
		}
		if ok {
			if err := p.fits(sub, x, at+"."+key); err != nil {
				return err
			}
		}
	}
	return nil
}

func TestCheckFindsFaults(t *testing.T) {
	p := readPage(t)
	for _, tc := range []struct{ name, body, want string }{
		{"Health", `{"status":"ok","backend":"go","device":"cpu","version":"1","weights":"random","weights_now":"random","fetching":false}`, ""},
		{"Health", `{"status":"bad","backend":"go","device":"cpu","version":"1","weights":"random","weights_now":"random","fetching":false}`, `$.status: "bad"`},
		{"Class", `{"name":"a","count":1,"more":2}`, "$.more: not described"},
		{"Class", `{"name":"a"}`, "$.count: missing"},
		{"Class", `{"name":"a","count":1.5}`, "$.count: 1.5"},
		{"Dataset", `{"id":"x","created":"now","classes":null,"skipped":[]}`, "$.classes"},
	} {
		err := p.checkJSON(p.Components.Schemas[tc.name], []byte(tc.body))
		if (err == nil) != (tc.want == "") || err != nil && !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("%s %s: %v, want %s", tc.name, tc.body, err, tc.want)
		}
	}
}
