package core_test

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// link is a link of Markdown, or an image: [text](target) or [text](target "title").
var link = regexp.MustCompile(`\[[^\]]*\]\(([^)\s]+)[^)]*\)`)

// Every link from one page of the documentation to a file finds it, and what it
// says after # is a heading there.
func TestLinksOfDocumentationLeadSomewhere(t *testing.T) {
	links := 0
	for _, page := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(withoutCode(read(t, page)), -1) {
			target, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			if target.Scheme != "" {
				continue // an address elsewhere
			}
			links++
			file := page
			if target.Path != "" {
				file = filepath.Join(filepath.Dir(page), filepath.FromSlash(target.Path))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			} else if target.Fragment != "" && !hasHeading(read(t, file), target.Fragment) {
				t.Errorf("%s links to %s: no such heading", page, m[1])
			}
		}
	}
	if links < 20 {
		t.Errorf("found %d links: has their form changed?", links)
	}
}

// What the documentation calls by its path is there: `core/recipe`, `cmd/graft/main.go`.
func TestPathsOfDocumentationExist(t *testing.T) {
	path := regexp.MustCompile("`((?:cmd|core|docs|static|wasm|web)/[A-Za-z0-9_./-]+)`")
	paths := 0
	for _, page := range pages(t) {
		for _, m := range path.FindAllStringSubmatch(read(t, page), -1) {
			paths++
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(m[1]))); err != nil && !made(m[1]) {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
	if paths < 50 {
		t.Errorf("found %d paths: has their form changed?", paths)
	}
}

// made tells of a path that only a build leaves.
func made(path string) bool { return strings.HasPrefix(path, "static/dist/") }

// What hosted checks run is what anyone can run: every step is an action of a pinned
// version, git, or make with a target that the Makefile has.
func TestHostedChecksRunMake(t *testing.T) {
	makefile := read(t, "../Makefile")
	commands, targets := regexp.MustCompile(`(?m)^\s+(?:- )?run: (.+)$`), 0
	workflow := read(t, "../.github/workflows/ci.yml")
	for _, m := range commands.FindAllStringSubmatch(workflow, -1) {
		words := strings.Fields(m[1])
		if words[0] == "git" {
			continue
		}
		if words[0] != "make" || len(words) < 2 {
			t.Errorf("hosted checks run %q, which is no target of make", m[1])
			continue
		}
		targets++
		if !strings.Contains(makefile, "\n"+words[1]+":") {
			t.Errorf("hosted checks run %q: the Makefile has no target %s", m[1], words[1])
		}
	}
	if targets < 6 {
		t.Errorf("found %d targets: has their form changed?", targets)
	}
	pinned := regexp.MustCompile(`@(v\d+|[0-9a-f]{40})\b`)
	for _, m := range regexp.MustCompile(`uses: (\S+)`).FindAllStringSubmatch(workflow, -1) {
		if !pinned.MatchString(m[1]) {
			t.Errorf("hosted checks use %s without a version", m[1])
		}
	}
}

// pages are the files of Markdown in the repository.
func pages(t *testing.T) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || path == "../bin" || path == "../data") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".md") {
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// withoutCode leaves out blocks of code and code within a line, whose brackets are no links.
func withoutCode(page string) string {
	page = regexp.MustCompile("(?ms)^```.*?^```").ReplaceAllString(page, "")
	return regexp.MustCompile("`[^`\n]*`").ReplaceAllString(page, "code")
}

// hasHeading tells whether a page has a heading with this anchor, as GitHub makes them.
func hasHeading(page, anchor string) bool {
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(page, -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N}\- _]`).ReplaceAllString(strings.ToLower(m[1]), "")
		if strings.ReplaceAll(plain, " ", "-") == anchor {
			return true
		}
	}
	return false
}
