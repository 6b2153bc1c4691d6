package core_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// allowed is the house: for each folder, the folders of this module that it may
// import. Data flows downwards; a folder that is not listed fails the test.
// "core" stands for every package below it.
var allowed = map[string][]string{
	"cmd/graft":             {"core", "web", "static"},
	"cmd/edge":              {"core/link", "core/recipe"},
	"cmd/bench/augment":     {"core/recipe", "core/augment", "core/imagefile", "core/sample", "static", "cmd/internal/chromium"},
	"cmd/bench/edge":        {"core/recipe", "cmd/internal/workerd"},
	"cmd/bench/memory":      {},
	"cmd/bench/starter":     {},
	"cmd/bench/train":       {"core"},
	"cmd/internal/chromium": {},
	"cmd/internal/workerd":  {},
	"cmd/tools/attack":      {"core/imagefile/hostile", "core/recipe", "core/sample"},
	"cmd/tools/edgebuild":   {"static", "web"},
	"cmd/tools/onnxruntime": {"core/disk"},
	"cmd/tools/operations":  {"core/recipe"},
	"cmd/tools/screenshots": {"cmd/internal/chromium"},
	"cmd/tools/starter":     {"core/sample/kinds"},
	"cmd/tools/wasmtest":    {"cmd/internal/chromium"},
	"wasm/app":              {"web"},
	"wasm/engine":           {"core/release", "core/fault", "core/recipe", "core/codegen", "core/augment", "core/export", "core/imagefile", "core/head", "core/dataset", "core/lru", "core/sample", "core/thumbnail"},
	"web":                   {"core/fault"},
	"web/augment":           {"web/internal", "core/recipe", "core/codegen"},
	"web/data":              {"web/internal", "core/api"},
	"web/train":             {"web/internal", "web/elsewhere", "core/recipe", "core/fault", "core/api"},
	"web/recognise":         {"web/internal", "web/elsewhere", "core/recipe", "core/api"},
	"web/share":             {"web/internal", "core/recipe", "core/api"},
	"web/export":            {"web/internal", "core/recipe"},
	"web/elsewhere":         {"web/internal", "core/recipe", "core/codegen", "core/api"},
	"web/internal/i18n":     {"core/recipe"},
	"web/internal/bridge":   {"core/fault", "core/api"},
	"web/internal/faults":   {"web/internal/i18n", "core/recipe", "core/fault"},
	"web/internal/ui":       {"web/internal/i18n", "web/internal/bridge", "web/internal/faults", "core/api"},
	"web/internal/chart":    {"web/internal/i18n", "web/internal/ui"},
	"web/internal/webtest":  {},
	"web/internal/state":    {"web/internal/i18n", "web/internal/bridge", "web/internal/faults", "web/internal/ui", "core/recipe", "core/ids", "core/fault", "core/api"},
	"static":                {},
	"static/seam":           {},
	"core/release":          {},
	"core/api":              {"core/fault", "core/head", "core/recipe"},
	"core/api/client":       {"core/api", "core/fault"},
	"core/api/overhttp":     {"core/api/client"},
	"core/recipe":           {"core/fault"},
	"core/codegen":          {"core/recipe"},
	"core/imagefile":        {"core/fault", "core/vector"},
	"core/augment":          {"core/recipe", "core/imagefile"},
	"core/export":           {"core/recipe", "core/imagefile", "core/augment"},
	"core/sample":           {},
	"core/sample/kinds":     {"core/sample"},
	"core/dataset":          {"core/fault", "core/disk", "core/imagefile", "core/augment", "core/api"},
	"core/disk":             {"core/fault"},
	"core/line":             {},
	"core/vector":           {},
	"core/fault":            {},
	"core/refusal":          {"core/fault"},
	"core/caller":           {},
	"core/backend":          {},
	"core/onnxfile":         {},
	"core/resnet":           {"core/backend", "core/onnxfile", "core/safetensors", "core/splitmix", "core/weights"},
	"core/head":             {"core/fault", "core/safetensors"},
	"core/hdf5":             {},
	"core/modelfile":        {"core/head", "core/onnxfile", "core/resnet", "core/safetensors", "core/weights"},
	"core/tune":             {"core/fault", "core/recipe", "core/imagefile", "core/augment", "core/dataset", "core/disk", "core/head", "core/resnet", "core/weights", "core/api"},
	"core/ids":              {},
	"core/lru":              {},
	"core/thumbnail":        {"core/augment", "core/imagefile"},
	"core/job":              {"core/fault", "core/disk", "core/ids", "core/api"},
	"core/link":             {"core/fault", "core/refusal", "core/ids", "core/caller", "core/disk", "core/recipe", "core/head"},
	"core/server":           {"core"},
	"core/safetensors":      {},
	"core/splitmix":         {},
	"core/weights":          {"core/fault", "core/vector", "core/disk", "core/hdf5", "core/safetensors", "core/splitmix"},
	"core/weights/keras":    {"core/hdf5", "core/safetensors", "core/weights/layout"},
	"core/weights/layout":   {},
	"core/weights/starter":  {"core/safetensors"},
}

// tests may reach further than the code they test.
var allowedInTests = map[string][]string{
	"core/api/client":     {"core/api/overhttp", "core/recipe"},
	"core/resnet":         {"core/sample/kinds"}, // that the starter weights were trained on
	"core/modelfile":      {"core/backend"},
	"core/dataset":        {"core/sample"},
	"core/tune":           {"core/sample", "core/backend", "core/safetensors"},
	"cmd/graft":           {"cmd/internal"},
	"cmd/edge":            {"cmd/internal/workerd"},
	"static":              {"core/sample"},
	"wasm/engine":         {"core/release", "core/link"}, // whose limits it keeps
	"web":                 {"core/recipe", "static/seam"},
	"web/data":            {"core/sample"},
	"web/recognise":       {"core/fault"},
	"web/share":           {"core/link"},
	"web/internal/faults": {"core"}, // whose faults it words
	"web/internal/state":  {"core/link", "web/internal/webtest"},
	"web/internal/ui":     {"web/internal/webtest"},
	"web/internal/chart":  {"web/internal/webtest"},
	"web/internal/bridge": {"web/internal/webtest"},
}

func TestImportsPointDownwards(t *testing.T) {
	checked := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || path != ".." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		checked++
		checkFile(t, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 50 {
		t.Errorf("read %d files: the walk has lost its way", checked)
	}
}

// The page about the house names every room.
func TestArchitectureNamesEveryFolder(t *testing.T) {
	page, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for folder := range allowed {
		all := path.Dir(folder) + "/…"
		if !strings.Contains(string(page), "`"+folder+"`") && !strings.Contains(string(page), "`"+all+"`") {
			t.Errorf("docs/architecture.md says nothing of %s", folder)
		}
	}
}

func checkFile(t *testing.T, path string) {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	folder := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), ".."+string(filepath.Separator)))
	if folder == "core" {
		return // this test
	}
	house, ok := home(folder)
	if !ok {
		t.Errorf("%s: the folder %s is not in the table of imports", path, folder)
		return
	}
	may := allowed[house]
	if strings.HasSuffix(path, "_test.go") {
		may = append(append([]string{}, may...), allowedInTests[house]...)
	}
	for _, spec := range f.Imports {
		target, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), "graft/")
		if ours && !covers(house, target) && !anyCovers(may, target) {
			t.Errorf("%s imports %s: %s may import %v", path, target, house, may)
		}
	}
}

// home is the listed folder that folder is, or lies in.
func home(folder string) (string, bool) {
	for f := folder; f != "."; f = filepath.ToSlash(filepath.Dir(f)) {
		if _, ok := allowed[f]; ok {
			return f, true
		}
	}
	return "", false
}

func covers(folder, target string) bool {
	return target == folder || strings.HasPrefix(target, folder+"/")
}

func anyCovers(folders []string, target string) bool {
	for _, f := range folders {
		if covers(f, target) {
			return true
		}
	}
	return false
}
