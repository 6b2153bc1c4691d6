# Graft. `make run` and `make test` are all that most people need; see README.md.

GO     ?= go
LISTEN ?= 127.0.0.1:8000
# More flags for the server, as in: make run ARGS="-open -weights random"
ARGS   ?=
# Where the libraries that benchmarks compare with are looked for.
PYTHON ?= python3
# How long each fuzz target runs, and which ones.
FUZZTIME ?= 1m
FUZZ     ?= Fuzz

# XLA and ONNX Runtime are C libraries. Without a C compiler (Go then says
# CGO_ENABLED=0) everything still builds, with the pure-Go backend alone and
# tests without the race detector.
CGO    := $(shell $(GO) env CGO_ENABLED)
TAGS   := $(if $(filter 1,$(CGO)),onnx,noxla)
# gomlx/compute's pure-Go matrix product fails the pointer checks that come with
# the race detector (it forms a pointer one past the end of its buffer).
RACE   := $(if $(filter 1,$(CGO)),-race '-gcflags=github.com/gomlx/compute/...=-d=checkptr=0',)

# The pure-Go backend is seven times faster with SIMD, an experiment of Go 1.26.
SIMD   := $(if $(filter amd64,$(shell $(GO) env GOARCH)),GOEXPERIMENT=simd,)
NATIVE := $(SIMD) $(GO)
WASM   := GOOS=js GOARCH=wasm $(GO)

# The version itself is in core/release; a program also says which commit it is of.
COMMIT  := $(shell git describe --always --dirty --exclude '*' 2>/dev/null)
LDFLAGS := -s -w -X graft/core/release.commit=$(COMMIT)
DIST    := static/dist

# What the tab runs is tested as WebAssembly too, in Chromium.
TAB := ./core/recipe ./core/codegen ./core/imagefile ./core/augment ./core/export ./core/safetensors ./core/head ./core/thumbnail ./core/sample ./core/dataset ./wasm/engine ./web/...
# Tests that run the whole network, too slow under the race detector.
NETWORK := ./core/backend ./core/weights ./core/resnet ./core/tune ./core/server ./core/modelfile

.PHONY: help lint run build page test vet test-scripts test-native test-network test-wasm test-browser \
	starter starter-export edge edge-dev edge-deploy bench-edge generate fuzz bench bench-augment bench-memory bench-train screenshots onnxruntime chromium strace attack test-attack privacy clean

# `make` by itself tells what there is.
.DEFAULT_GOAL := help

## help: what make can do here
help:
	@sed -n 's/^## \([a-z-]*\): \(.*\)/  \1	\2/p' Makefile | expand -t 22

## run: build what is needed and serve on http://127.0.0.1:8000
run: build
	@bin/graft serve -listen $(LISTEN) $(ARGS)

## build: bin/graft, one file with the page inside
build: page
	@$(GO) run ./cmd/tools/onnxruntime -optional
	$(NATIVE) build -trimpath -tags $(TAGS) -ldflags "$(LDFLAGS)" -o bin/graft ./cmd/graft

## page: the page and the engine as WebAssembly, packed, for embedding
page:
	@mkdir -p bin
	@cp "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" $(DIST)/wasm_exec.js
	@cp core/sample/pictures/*.jpg $(DIST)/
	$(WASM) build -trimpath -ldflags "-s -w" -o bin/app.wasm ./wasm/app
	$(WASM) build -trimpath -ldflags "$(LDFLAGS)" -o bin/engine.wasm ./wasm/engine
	@for name in app engine; do \
		if [ ! -e $(DIST)/$$name.wasm.gz ] || [ bin/$$name.wasm -nt $(DIST)/$$name.wasm.gz ]; then gzip -9nc bin/$$name.wasm > $(DIST)/$$name.wasm.gz; fi; \
	done

## test: everything; each part also runs alone
test: vet test-native test-network test-wasm test-browser test-attack

## vet: formatting, suspicious code for both platforms, and the page's scripts
vet: page test-scripts
	@unformatted=$$(find cmd core static wasm web -name node_modules -prune -o -name "*.go" -print | xargs gofmt -l); \
		if [ -n "$$unformatted" ]; then echo "not formatted by gofmt: $$unformatted"; exit 1; fi
	$(NATIVE) vet -tags $(TAGS) ./...
	$(WASM) vet $(TAB) ./wasm/app ./cmd/edge

# The version of staticcheck that `make lint` runs.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

## lint: formatting, suspicious and dead code, without building pages
lint:
	@unformatted=$$(find cmd core static wasm web -name node_modules -prune -o -name "*.go" -print | xargs gofmt -l); \
		if [ -n "$$unformatted" ]; then echo "not formatted by gofmt: $$unformatted"; exit 1; fi
	$(NATIVE) vet -tags $(TAGS) ./...
	$(NATIVE) run $(STATICCHECK) -tags $(TAGS) ./...
	$(WASM) vet $(TAB) ./wasm/app ./web/... ./cmd/edge
	@$(MAKE) --no-print-directory test-scripts

## test-scripts: the page's scripts: types, mistakes, unit tests; where Node.js is
test-scripts:
	@if ! command -v npm >/dev/null; then echo "no Node.js: the page's scripts are not checked (install Node.js 20.19 or later)"; exit; fi; cd static; \
	if [ ! node_modules/.package-lock.json -nt package-lock.json ] && ! npm ci --no-audit --no-fund --loglevel=error; then \
		echo "npm could not install what checks the page's scripts: they are not checked"; [ -z "$$CI" ]; \
	else npm run --silent check; fi

## test-native: every package with the race detector, without the slow tests of the network
test-native:
	$(NATIVE) test $(RACE) -timeout 20m -short -tags $(TAGS) ./...
	$(GO) test ./core/augment # the plain loops: the same bytes without SIMD

## test-network: the tests that run ResNet-50, at full size, on every backend that is there
test-network: strace
	@$(GO) run ./cmd/tools/onnxruntime -optional
	$(NATIVE) test -timeout 30m -tags $(TAGS) $(NETWORK)
	$(NATIVE) test -tags $(TAGS) -run "TrainPredict|TrainArchives|Killed|Synced|WeightsTry|ExportKeeps|InputSize|NobodyIsCalled" ./cmd/graft

## test-wasm: what the tab runs, as WebAssembly in Chromium
test-wasm: chromium
	$(GO) build -o bin/wasmtest ./cmd/tools/wasmtest
	$(WASM) test -exec "$(CURDIR)/bin/wasmtest" $(TAB)

## test-browser: the page in Chromium against the real server, and the Worker, end to end
test-browser: build edge chromium
	GRAFT_BROWSER_TEST=1 $(NATIVE) test -tags $(TAGS) -count 1 -timeout 15m -run TestBrowser -v ./cmd/graft

## screenshots: every view and dialog in five widths, both themes and languages, into screenshots/ (ARGS="-widths 1280 -themes dark")
screenshots: build chromium
	@$(GO) run ./cmd/tools/screenshots $(ARGS)

## fuzz: each fuzz target for FUZZTIME, or only those that match FUZZ, as in: make fuzz FUZZ=PNG FUZZTIME=1h
fuzz:
	@for pkg in $$($(GO) list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./core/... ./wasm/...); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(f .*/\1/p' $$pkg/*_test.go | grep -e '$(FUZZ)'); do \
			echo "== $${pkg#$(CURDIR)/} $$target"; \
			$(NATIVE) test -tags $(TAGS) -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

## edge: the page, short links and the way to a trainer as a Cloudflare Worker, in bin/edge
edge: page
	$(GO) run ./cmd/tools/edgebuild -o bin/edge

# wrangler comes from npm; 4.86 is the last that runs on Node.js 20.
WRANGLER := npx --yes wrangler@4.86.0

## edge-dev: the Worker on this machine, on http://127.0.0.1:8787
edge-dev: edge
	cd bin/edge && $(WRANGLER) dev --ip 127.0.0.1 $(ARGS)

## bench-edge: the Worker under workerd: size, cold start, reads of links, beside the stock entry
bench-edge:
	@$(GO) run ./cmd/bench/edge $(ARGS)

## edge-deploy: the Worker to Cloudflare; see docs/edge.md
edge-deploy: edge
	cd bin/edge && $(WRANGLER) deploy $(ARGS)

## attack: a server attacked from this machine with all that once hurt it, and what another user notices (ARGS="-seconds 20" for less)
attack: build
	@$(GO) run ./cmd/tools/attack $(ARGS)

## test-attack: the same for a quarter of a minute
test-attack: build
	@$(GO) run ./cmd/tools/attack -seconds 15

## privacy: an hour of use, watched call by call: no name is looked up and no address but loopback is called (ARGS=10m for less)
privacy: strace
	GRAFT_USE_FOR=$(or $(ARGS),1h) $(NATIVE) test -tags $(TAGS) -count 1 -timeout 25h -run NobodyIsCalled -v ./cmd/graft

## generate: the files that are made from code (sample pictures, documentation)
generate:
	$(NATIVE) generate -tags $(TAGS) ./...

## bench: how fast features come on this machine, and the augmentation engine
bench: build
	bin/graft bench
	$(NATIVE) test -run '^$$' -bench . -benchtime 200ms ./core/augment ./core/imagefile

## bench-augment: the augmentation engine, natively and in Chromium, against TensorFlow.js, Albumentations and tf.image where they are there
bench-augment: page chromium
	@$(NATIVE) run ./cmd/bench/augment $(ARGS)

## bench-memory: what a server takes above the model while 2,000 photos of 12 megapixels are imported and trained on (ARGS="-n 100" for less)
bench-memory: build
	@$(GO) run ./cmd/bench/memory $(ARGS)

## bench-train: features and training on every backend that is there, against onnxruntime and Keras if PYTHON has them
bench-train:
	@$(GO) run ./cmd/tools/onnxruntime -optional
	@$(NATIVE) run -tags $(TAGS) ./cmd/bench/train -python $(PYTHON) $(ARGS)

# Where the starter weights are trained, from what plan and on what.
STARTER_DIR  ?= data/starter
STARTER_PLAN ?= cmd/tools/starter/plan.json
DEVICE       ?= cpu

## starter: train the starter weights on drawn pictures, going on where it was stopped (PYTHON needs torch and numpy)
starter:
	@mkdir -p bin
	$(GO) build -o bin/starter ./cmd/tools/starter
	nice -n 10 $(PYTHON) cmd/tools/starter/train.py --draw bin/starter --plan $(STARTER_PLAN) --dir $(STARTER_DIR) --device $(DEVICE) $(ARGS)

## starter-export: pack what was trained as the program carries it
starter-export:
	$(PYTHON) cmd/tools/starter/export.py --from $(STARTER_DIR)/last.pt --draw bin/starter --card cmd/tools/starter/card.json \
		--out core/weights/starter/resnet50.bin --features core/resnet/testdata/starter/features.f32

## onnxruntime: install the fast CPU backend's library through pip or npm
onnxruntime:
	@$(GO) run ./cmd/tools/onnxruntime

# Finds a browser for the tests, or installs Debian's where it may.
chromium:
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable chrome; do \
		[ -n "$$name" ] && command -v "$$name" >/dev/null && exit 0; done; \
	echo "no Chromium found, installing it"; \
	run=""; [ "$$(id -u)" = 0 ] || run="sudo -n"; \
	$$run apt-get update -qq && $$run apt-get install -y -qq --no-install-recommends chromium >/dev/null || \
	{ echo "install Chromium or Chrome, or name one in CHROMIUM, and run again"; exit 1; }

# The test that nobody is called watches the program's system calls. Where strace
# cannot be had, the test is left out and says so.
strace:
	@command -v strace >/dev/null || [ "$$(uname)" != Linux ] || { \
	run=""; [ "$$(id -u)" = 0 ] || run="sudo -n"; \
	$$run apt-get update -qq && $$run apt-get install -y -qq --no-install-recommends strace >/dev/null || \
	echo "no strace: the test that nobody is called is left out"; }

clean:
	rm -rf bin $(DIST)/app.wasm.gz $(DIST)/engine.wasm.gz $(DIST)/wasm_exec.js
