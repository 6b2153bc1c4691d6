package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"graft/core/api"
	"graft/core/fault"
	"graft/core/link"
)

// answers are the types in which each call's JSON is read by who asks.
var answers = map[string]any{
	"GET /healthz":                   api.Health{},
	"GET /readyz":                    api.Ready{},
	"GET /api/v1/openapi.json":       map[string]any{},
	"POST /api/v1/datasets":          api.Dataset{},
	"GET /api/v1/datasets":           api.Datasets{},
	"GET /api/v1/datasets/{id}":      api.Dataset{},
	"POST /api/v1/jobs":              api.JobCreated{},
	"GET /api/v1/jobs":               api.Jobs{},
	"GET /api/v1/jobs/{id}":          api.Job{},
	"PATCH /api/v1/jobs/{id}":        api.Job{},
	"POST /api/v1/jobs/{id}/cancel":  api.Job{},
	"GET /api/v1/jobs/{id}/report":   api.Report{},
	"POST /api/v1/jobs/{id}/predict": api.Prediction{},
	"POST /api/v1/jobs/{id}/explain": api.Explanation{},
	"GET /api/v1/weights/fetch":      api.WeightsFetch{},
	"POST /api/v1/weights/fetch":     api.WeightsFetch{},
	"DELETE /api/v1/weights/fetch":   api.WeightsFetch{},
	"POST /api/v1/links":             link.Created{},
	"GET /api/v1/links/{id}":         json.RawMessage{}, // a document, which core/recipe reads
}

// checkType holds an answer in JSON to the type that it is read in: no field is unknown to
// that, and none is lost or changed by it.
func checkType(call string, seen *recorder) error {
	body := seen.body.Bytes()
	if !json.Valid(body) || seen.Header().Get("Content-Type") != "application/json" {
		return nil
	}
	var into any = new(fault.Wire)
	if seen.status < 400 || call == "GET /readyz" {
		example, ok := answers[call]
		if !ok {
			return fmt.Errorf("wire_test.go names no type for the answer of %s", call)
		}
		into = reflect.New(reflect.TypeOf(example)).Interface()
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("it is no %T: %w", into, err)
	}
	again, err := json.Marshal(into)
	if err != nil {
		return err
	}
	var sent, kept any
	if err := json.Unmarshal(body, &sent); err != nil {
		return err
	}
	if err := json.Unmarshal(again, &kept); err != nil {
		return err
	}
	if !reflect.DeepEqual(sent, kept) {
		return fmt.Errorf("read as %T and written again, it is %s", into, again)
	}
	return nil
}
