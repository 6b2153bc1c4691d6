package server

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"graft/core/link"
	"graft/core/server/internal/exchange"
	"graft/core/server/internal/gate"
	"graft/core/server/internal/reply"
)

// route is one call of the API, as openapi.json describes it.
type route struct {
	method, path string
	handle       http.HandlerFunc
}

// table lists every call.
func (s *Server) table() []route {
	links := s.linkHandler()
	return []route{
		{"GET", "/healthz", s.health},
		{"GET", "/readyz", s.ready},
		{"GET", "/api/v1/openapi.json", s.openapi},
		{"POST", "/api/v1/datasets", s.createSet},
		{"GET", "/api/v1/datasets", s.listSets},
		{"GET", "/api/v1/datasets/{id}", s.showSet},
		{"DELETE", "/api/v1/datasets/{id}", s.deleteSet},
		{"GET", "/api/v1/datasets/{id}/pictures/{digest}", s.showPicture},
		{"POST", "/api/v1/jobs", s.createJob},
		{"GET", "/api/v1/jobs", s.listJobs},
		{"GET", "/api/v1/jobs/{id}", s.showJob},
		{"PATCH", "/api/v1/jobs/{id}", s.editJob},
		{"DELETE", "/api/v1/jobs/{id}", s.deleteJob},
		{"GET", "/api/v1/jobs/{id}/events", s.streamEvents},
		{"POST", "/api/v1/jobs/{id}/cancel", s.cancelJob},
		{"GET", "/api/v1/jobs/{id}/head", s.downloadHead},
		{"GET", "/api/v1/jobs/{id}/labels.txt", s.downloadLabels},
		{"GET", "/api/v1/jobs/{id}/model.onnx", s.downloadModel(onnxModel)},
		{"GET", "/api/v1/jobs/{id}/model.safetensors", s.downloadModel(torchModel)},
		{"GET", "/api/v1/jobs/{id}/report", s.showReport},
		{"POST", "/api/v1/jobs/{id}/predict", s.predict},
		{"POST", "/api/v1/jobs/{id}/explain", s.explain},
		{"POST", "/api/v1/embed", s.embed},
		{"GET", "/api/v1/weights/fetch", s.showFetch},
		{"POST", "/api/v1/weights/fetch", s.startFetch},
		{"DELETE", "/api/v1/weights/fetch", s.cancelFetch},
		{"POST", "/api/v1/links", links},
		{"GET", "/api/v1/links/{id}", links},
		{"DELETE", "/api/v1/links/{id}", links},
		{"GET", "/api/v1/links/{id}/picture", links},
		{"GET", "/api/v1/links/{id}/head", links},
		{"GET", "/api/v1/links/{id}/card", links},
		{"GET", "/s/{id}", links},
	}
}

// linkHandler serves the links with the limits of this server on bodies.
func (s *Server) linkHandler() http.HandlerFunc {
	h := link.Handler(s.links, link.Options{
		Origin: s.cfg.Origin, Limit: s.cfg.Links,
		Client:  func(r *http.Request) string { return exchange.Client(r.Context()) },
		Fault:   func(r *http.Request, err error) { s.answers.LogOf(r).Error("server: links", "err", err) },
		Refused: func(r *http.Request, code string) { exchange.Of(r.Context()).Code = code },
	})
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = io.NopCloser(reply.Body(w, r, maxLinkBody))
		h.ServeHTTP(w, r)
	}
}

// maxLinkBody bounds a body for core/link, which has a limit of its own and
// reads a little past it.
const maxLinkBody = 4 << 20

// routes builds the handler: the table, JSON answers to wrong methods and
// unknown addresses, and the page everywhere else.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	allow := map[string][]string{}
	for _, r := range s.table() {
		mux.HandleFunc(r.method+" "+r.path, r.handle)
		allow[r.path] = append(allow[r.path], r.method)
		if r.method == "GET" {
			allow[r.path] = append(allow[r.path], "HEAD")
		}
	}
	for path, methods := range allow {
		slices.Sort(methods)
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", strings.Join(methods, ", "))
			s.answers.Fail(w, r, 0, errMethod.Err(r.Method, strings.Join(methods, " or ")))
		})
	}
	nothing := func(w http.ResponseWriter, r *http.Request) {
		s.answers.Fail(w, r, 0, errNothingHere.Err())
	}
	mux.HandleFunc("/api/", nothing)
	if s.cfg.Page != nil {
		mux.Handle("/", s.readOnly(s.cfg.Page))
	} else {
		mux.HandleFunc("/", nothing)
	}
	g := gate.Gate{
		Names: s.cfg.Names, Origin: s.cfg.Origin, AllowOrigins: s.cfg.AllowOrigins,
		Methods: methodsOf(s.table()), Answers: s.answers,
	}
	return exchange.Named(s.cfg.Proxies, s.answers.Watched(s.answers.Recovering(g.Handler(mux))))
}

// readOnly refuses what the page is not asked for, TRACE above all: the handlers of its
// files answer every method.
func (s *Server) readOnly(page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			s.answers.Fail(w, r, 0, errMethod.Err(r.Method, "GET or HEAD"))
			return
		}
		page.ServeHTTP(w, r)
	})
}

// methodsOf lists the methods of all routes, each once.
func methodsOf(table []route) []string {
	var list []string
	for _, r := range table {
		list = append(list, r.method)
		if r.method == http.MethodGet {
			list = append(list, http.MethodHead)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
