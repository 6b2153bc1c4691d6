package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// What a short run leaves out is run by `make test` by name: a test that nobody names
// is run by nobody.
func TestMakeRunsWhatShortSkips(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`test -tags \$\(TAGS\) -run "([^"]+)" \./cmd/graft`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("the Makefile runs no tests of cmd/graft by name")
	}
	named, err := regexp.Compile(string(line[1]))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	skips, tests := regexp.MustCompile(`(?s)\nfunc (Test\w+)\(t \*testing\.T\) \{(.*?)\n\}\n`), 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range skips.FindAllSubmatch(source, -1) {
			if !regexp.MustCompile(`testing\.Short\(\)`).Match(f[2]) {
				continue
			}
			if tests++; !named.Match(f[1]) {
				t.Errorf("%s of %s is skipped with -short, and no name in the Makefile's test-network fits it", f[1], file)
			}
		}
	}
	if tests < 5 {
		t.Errorf("%d tests that -short skips were found: has their form changed?", tests)
	}
}
