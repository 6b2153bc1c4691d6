package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/imagefile"
	"graft/core/recipe"
)

// runCommand runs graft with args and returns its exit status and what it wrote.
func runCommand(t *testing.T, vars map[string]string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	env := environment{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(k string) string { return vars[k] }}
	status = run(context.Background(), env, args)
	return status, out.String(), errs.String()
}

func TestMisuse(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.jpg")
	if err := os.WriteFile(text, []byte("no picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	good := writePicture(t, dir, "good.png")
	zero := writePicture(t, dir, "good-0.png")
	out := filepath.Join(dir, "out")
	noFolder := filepath.Join(text, "data")
	t.Setenv("HF_HUB_CACHE", t.TempDir()) // nothing is in it
	tests := []struct {
		name   string
		args   []string
		vars   map[string]string
		status int
		want   string // in stderr
	}{
		{"no such command", []string{"plant"}, nil, 2, `no command "plant"`},
		{"no picture", []string{"augment"}, nil, 2, "want one or more files"},
		{"unknown flag", []string{"augment", "-x", good}, nil, 2, "not defined: -x"},
		{"no views", []string{"augment", "-n", "0", good}, nil, 2, "want 1 to 100000"},
		{"bad environment", []string{"augment", good}, map[string]string{"GRAFT_N": "many"}, 2, "GRAFT_N"},
		{"missing picture", []string{"augment", "-o", out, filepath.Join(dir, "none.jpg")}, nil, 1, "none.jpg"},
		{"text as picture", []string{"augment", "-o", out, text}, nil, 1, "text.jpg"},
		{"missing recipe", []string{"augment", "-recipe", "./none.json", good}, nil, 1, "no file ./none.json"},
		{"unknown operation", []string{"augment", "-recipe", `{"steps":[{"op":"grow"}]}`, good}, nil, 1, `"grow" is no operation`},
		{"out of range", []string{"augment", "-recipe", `{"steps":[{"op":"rotation","degrees":999}]}`, good}, nil, 1, "want 0 to 180"},
		{"damaged link", []string{"augment", "-recipe", "http://127.0.0.1:8000/#r=zzzz", good}, nil, 1, "link is"},
		{"bad seed", []string{"augment", "-seed", "-1", good}, nil, 2, "whole number"},
		{"seed with a tail", []string{"augment", "-seed", "12abc", good}, nil, 2, "whole number"},
		{"picture in the way", []string{"augment", "-o", dir, good, zero}, nil, 1, "one of the pictures"},
		{"same results", []string{"augment", "-o", out, good, filepath.Join(dir, "..", filepath.Base(dir), "good.png")}, nil, 1, "would write the same files"},
		{"train nothing", []string{"train"}, nil, 2, "folder of class folders"},
		{"train bad rate", []string{"train", "-learning-rate", "99", dir}, nil, 2, "learning_rate"},
		{"train a set that is no archive", []string{"train", "-weights", "random", dir, text}, nil, 1, "or a zip or tar of one"},
		{"train missing folder", []string{"train", "-weights", "random", filepath.Join(dir, "none")}, nil, 1, "none"},
		{"train a file", []string{"train", "-weights", "random", text}, nil, 1, "is a file: want a folder"},
		{"train into nowhere", []string{"train", "-weights", "random", "-o", filepath.Join(dir, "none", "head"), dir}, nil, 1, "cannot be written there"},
		{"train into a folder", []string{"train", "-weights", "random", "-o", dir, dir}, nil, 2, "want the name of a file"},
		{"train mistyped weights", []string{"train", "-backend", "go", "-weights", "imagnet", "-o", out + ".head", dir}, nil, 1, `"imagnet"`},
		{"predict without picture", []string{"predict", "head"}, nil, 2, "want a head and one or more"},
		{"predict no head", []string{"predict", text, good}, nil, 1, "text.jpg"},
		{"export nothing", []string{"export"}, nil, 2, "want one head"},
		{"export to a picture", []string{"export", "-o", "model.jpg", text}, nil, 2, "ends in .onnx, .safetensors or .txt"},
		{"export no head", []string{"export", text}, nil, 1, "text.jpg"},
		{"export from nowhere", []string{"export", "-data", dir, "abc"}, nil, 1, "data folder of a server"},
		{"bad listen", []string{"serve", "-listen", "8000"}, nil, 2, "host:port"},
		{"bad port", []string{"serve", "-port", "99999"}, nil, 2, "want a number from 0 to 65535"},
		{"bad upload limit", []string{"serve", "-max-upload", "-1"}, nil, 2, "flag -max-upload: want a size such as 500MB or 20GB"},
		{"bad pixel limit", []string{"serve", "-max-pixels", "0"}, nil, 2, "-max-pixels 0: want 1 to 1024"},
		{"bad scan limit", []string{"serve", "-max-scans", "-1"}, nil, 2, "-max-scans -1"},
		{"bad bound on what is kept", []string{"serve", "-max-kept=50 pounds"}, nil, 2, "flag -max-kept: want a size such as 500MB or 20GB"},
		{"bad room to leave", []string{"serve", "-min-free", "2TB"}, nil, 2, "flag -min-free: want at most 1TB"},
		{"bad time to unpack", []string{"serve", "-max-unpack-time", "1ms"}, nil, 2, "-max-unpack-time 1ms: want at least 1s"},
		{"bad size in the environment", []string{"serve"}, map[string]string{"GRAFT_MAX_KEPT": "1KB"}, 2, `GRAFT_MAX_KEPT="1KB": want at least 1MB`},
		{"no room for an upload", []string{"serve", "-max-upload", "0"}, nil, 2, "-max-upload 0, -max-unpacked 16GB: want at least 1MB"},
		{"uploads larger than what is kept", []string{"serve", "-max-upload", "500MB", "-max-kept", "50MB"}, nil, 2, "-max-upload 500MB: want at most -max-kept, 50MB"},
		{"time without a unit", []string{"serve", "-max-job-time", "120"}, nil, 2, "want a time with its unit, as in 30s"},
		{"bad time of a job", []string{"serve", "-max-job-time", "-1s"}, nil, 2, "-max-job-time -1s: want 0 or more"},
		{"number that is none", []string{"serve", "-max-scans", "many"}, nil, 2, "flag -max-scans: want a whole number"},
		{"switch that is none", []string{"serve", "-open=perhaps"}, nil, 2, "want true or false"},
		{"name with a scheme", []string{"serve", "-names", "graft.lan,http://a"}, nil, 2, `-names: name "http://a": want a name alone`},
		{"name with a port", []string{"serve", "-names", "graft.lan:8000"}, nil, 2, "without http:// and port"},
		{"weights of the hub that are none", []string{"serve", "-hub-weights", "nonsense"}, nil, 2, `-hub-weights "nonsense": want names on the hub`},
		{"weights that cannot come", []string{"serve", "-listen", "127.0.0.1:0", "-weights", "imagenet", "-offline"}, nil, 1, "graft weights fetch imagenet"},
		{"data in a file", []string{"serve", "-listen", "127.0.0.1:0", "-backend", "go", "-data", noFolder}, nil, 1, "(-data): "},
		{"bad origin", []string{"serve", "-origin", "graft.example"}, nil, 2, "https://graft.example"},
		{"bad page elsewhere", []string{"serve", "-allow-origin", "https://graft.example,*"}, nil, 2, `origin "*"`},
		{"foreign address", []string{"serve", "-listen", "192.0.2.1:0"}, nil, 1, "want an address of this machine"},
		{"serve mistyped weights", []string{"serve", "-listen", "127.0.0.1:0", "-backend", "go", "-data", out, "-weights", "imagnet"}, nil, 1, `"imagnet"`},
		{"unknown backend", []string{"bench", "-backend", "abacus"}, nil, 1, `"abacus"`},
		{"samples size", []string{"samples", "-size", "5", out}, nil, 2, "want 32 to 1024"},
		{"samples size of digits", []string{"samples", "-size", "15", "digits", out}, nil, 2, "want 16 to 1024"},
		{"samples of no set", []string{"samples", "cats", out}, nil, 2, `set "cats": want one of ["plates" "digits"`},
		{"samples nowhere", []string{"samples"}, nil, 2, "the name of a set"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if tc.args[0] == "serve" {
				needPage(t)
			}
			status, _, stderr := runCommand(t, tc.vars, tc.args...)
			if status != tc.status || !strings.Contains(stderr, tc.want) {
				t.Errorf("graft %q = %d, %q; want %d with %q", tc.args, status, stderr, tc.status, tc.want)
			}
		})
	}
}

func TestPortInUse(t *testing.T) {
	needPage(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	data := filepath.Join(t.TempDir(), "data")
	status, _, stderr := runCommand(t, nil, "serve", "-listen", l.Addr().String(), "-data", data)
	if status != 1 || !strings.Contains(stderr, "in use") || !strings.Contains(stderr, "-port") {
		t.Errorf("graft serve on a taken port = %d, %q; want 1 and what to do", status, stderr)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Error("a taken port still made the data folder")
	}
}

func TestEveryCommandTeaches(t *testing.T) {
	for _, c := range commands() {
		if c.name == "version" {
			continue
		}
		status, stdout, stderr := runCommand(t, nil, c.name, "-h")
		if status != 0 || stderr != "" || len(stdout) < 300 {
			t.Errorf("graft %s -h = %d with %d characters, stderr %q; want a text that teaches", c.name, status, len(stdout), stderr)
		}
	}
}

func TestHelpListsEveryOperation(t *testing.T) {
	_, stdout, _ := runCommand(t, nil, "augment", "-h")
	for _, op := range recipe.Ops() {
		if !strings.Contains(stdout, op.Name) {
			t.Errorf("graft augment -h does not mention %s", op.Name)
		}
	}
}

func TestAugmentForms(t *testing.T) {
	dir := t.TempDir()
	picture := writePicture(t, dir, "leaf.png")
	r := recipe.Default()
	r.Seed = 7
	file := filepath.Join(dir, "r.json")
	if err := os.WriteFile(file, r.JSON(), 0o644); err != nil {
		t.Fatal(err)
	}
	var first []byte
	for i, form := range []string{file, "https://graft.example/x" + r.Fragment(), r.Code(), string(r.JSON())} {
		out := filepath.Join(dir, "out", string(rune('a'+i)))
		status, stdout, stderr := runCommand(t, nil, "augment", picture, "-json", "-n", "2", "-recipe", form, "-o", out)
		if status != 0 {
			t.Fatalf("recipe form %d: %s", i, stderr)
		}
		var line struct {
			View  int
			File  string
			Draws []map[string]any
		}
		if err := json.NewDecoder(strings.NewReader(stdout)).Decode(&line); err != nil || len(line.Draws) != len(r.Steps) {
			t.Errorf("form %d: first line %q (%v), want %d draws", i, stdout, err, len(r.Steps))
		}
		got, err := os.ReadFile(filepath.Join(out, "leaf-1.png"))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		} else if !bytes.Equal(first, got) {
			t.Errorf("form %d of one recipe gives other pixels than form 0", i)
		}
	}
}

// The environment sets a flag; an argument wins over it.
func TestEnvironment(t *testing.T) {
	dir := t.TempDir()
	picture := writePicture(t, dir, "leaf.png")
	vars := map[string]string{"GRAFT_N": "3", "GRAFT_O": filepath.Join(dir, "env")}
	if status, _, stderr := runCommand(t, vars, "augment", "-n", "1", picture); status != 0 {
		t.Fatal(stderr)
	}
	files, err := filepath.Glob(filepath.Join(dir, "env", "*.png"))
	if err != nil || len(files) != 1 {
		t.Errorf("wrote %v (%v), want one file in the folder from the environment", files, err)
	}
}

func TestSamplesTrainPredict(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	dir := t.TempDir()
	head := filepath.Join(dir, "head.safetensors")
	set := filepath.Join(dir, "gems")
	for _, class := range []string{"ruby", "jade"} {
		if err := os.MkdirAll(filepath.Join(set, class), 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range 6 {
			writeTexture(t, filepath.Join(set, class, string(rune('a'+i))+".png"), class, uint64(i))
		}
	}
	status, stdout, stderr := runCommand(t, nil, "train", "-weights", "random", "-epochs", "20", "-views", "1", "-cache", filepath.Join(dir, "cache"), "-o", head, set)
	if status != 0 || !strings.Contains(stdout, "epoch 20/20") || !strings.Contains(stdout, "weights random (") {
		t.Fatalf("graft train = %d: %s%s", status, stdout, stderr)
	}
	picture := filepath.Join(dir, "new.png")
	writeTexture(t, picture, "jade", 99)
	status, stdout, stderr = runCommand(t, nil, "predict", "-json", "-weights", "auto", head, picture) // the head's own
	if status != 0 || !strings.Contains(stdout, `"classes":[{"name":"jade"`) {
		t.Errorf("graft predict = %d: %s%s; want jade first", status, stdout, stderr)
	}
	model := filepath.Join(dir, "model.onnx")
	status, stdout, stderr = runCommand(t, nil, "export", "-o", model, head)
	if info, err := os.Stat(model); status != 0 || err != nil || info.Size() < 93e6 || !strings.Contains(stdout, "2 classes") {
		t.Errorf("graft export = %d: %s%s, %v; want a file of 94 MB", status, stdout, stderr, err)
	}
	status, _, stderr = runCommand(t, nil, "export", "-weights", "random:1", "-o", model+".safetensors", head)
	if _, err := os.Stat(model + ".safetensors"); status != 1 || err == nil || !strings.Contains(stderr, "was trained on the weights") {
		t.Errorf("graft export on other weights = %d, %q, file %v; want it refused and nothing written", status, stderr, err)
	}
	status, _, stderr = runCommand(t, nil, "export", "-o", head, head)
	if status != 2 || !strings.Contains(stderr, "is the head itself") {
		t.Errorf("graft export onto the head = %d, %q; want it refused", status, stderr)
	}
	status, _, stderr = runCommand(t, nil, "predict", "-weights", "random:1", head, picture)
	if status != 1 || !strings.Contains(stderr, "was trained on the weights") {
		t.Errorf("graft predict on other weights = %d, %q; want it refused", status, stderr)
	}
}

// A head trained at another size is applied at that size, and who trains is told of
// it.
func TestInputSize(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	dir := t.TempDir()
	head, set, doc := filepath.Join(dir, "head.safetensors"), filepath.Join(dir, "gems"), filepath.Join(dir, "recipe.json")
	for _, class := range []string{"ruby", "jade"} {
		if err := os.MkdirAll(filepath.Join(set, class), 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range 6 {
			writeTexture(t, filepath.Join(set, class, string(rune('a'+i))+".png"), class, uint64(i))
		}
	}
	if err := os.WriteFile(doc, []byte(`{"size":[50,50]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	train := []string{"train", "-weights", "random", "-recipe", doc, "-epochs", "20", "-views", "1", "-cache", "", "-o", head}
	status, stdout, stderr := runCommand(t, nil, append(train, set)...)
	if status != 0 || !strings.Contains(stderr, "The network gets pictures of 50×50 pixels, as the recipe makes them.") {
		t.Fatalf("graft train of a recipe of 50 pixels = %d: %s%s", status, stdout, stderr)
	}
	if data, err := os.ReadFile(head); err != nil || !strings.Contains(string(data[:2000]), `"size":"[50,50]"`) {
		t.Errorf("the head says %.600q (%v), want the size 50", data, err)
	}
	picture := filepath.Join(dir, "new.png")
	writeTexture(t, picture, "jade", 99)
	if status, stdout, stderr = runCommand(t, nil, "predict", "-json", head, picture); status != 0 || !strings.Contains(stdout, `"classes":[{"name":"jade"`) {
		t.Errorf("graft predict = %d: %s%s; want jade first", status, stdout, stderr)
	}
	if status, _, stderr = runCommand(t, nil, append(train, "-input-size", "64", set)...); status != 0 || !strings.Contains(stderr, "makes 50×50 pixels; each picture is resized to 64×64") {
		t.Errorf("graft train -input-size 64 = %d: %s", status, stderr)
	}
	if status, _, stderr = runCommand(t, nil, append(train, "-input-size", "31", set)...); status != 2 || !strings.Contains(stderr, "want 0 (the recipe’s) or 32 to 512") {
		t.Errorf("graft train -input-size 31 = %d: %s", status, stderr)
	}
	if status, _, stderr = runCommand(t, nil, "bench", "-size", "513"); status != 2 || !strings.Contains(stderr, "-size 513: want 32 to 512") {
		t.Errorf("graft bench -size 513 = %d: %s", status, stderr)
	}
}

func needPage(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("../../static/dist/app.wasm.gz"); err != nil {
		t.Skip("the page is not built: make page")
	}
}

func writePicture(t *testing.T, dir, name string) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			img.SetNRGBA(x, y, color.NRGBA{uint8(6 * x), uint8(8 * y), uint8(x * y), 255})
		}
	}
	var buf bytes.Buffer
	if err := imagefile.EncodePNG(&buf, img); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
