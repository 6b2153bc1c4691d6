package release

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"
)

// versionForm is the form of https://semver.org, without a pre-release.
var versionForm = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$`)

func TestVersionIsSemantic(t *testing.T) {
	if !versionForm.MatchString(Version) {
		t.Errorf("Version = %q, want MAJOR.MINOR.PATCH", Version)
	}
}

func TestFull(t *testing.T) {
	for _, c := range []struct{ version, commit, want string }{
		{"0.1.0", "", "0.1.0"},
		{"0.1.0", "5aab392", "0.1.0+5aab392"},
		{"1.2.3", "5aab392-dirty", "1.2.3+5aab392-dirty"},
	} {
		if got := full(c.version, c.commit); got != c.want {
			t.Errorf("full(%q, %q) = %q, want %q", c.version, c.commit, got, c.want)
		}
	}
}

func TestChangelogBeginsWithThisVersion(t *testing.T) {
	changelog, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	newest := regexp.MustCompile(`(?m)^## (\S+)`).FindSubmatch(changelog)
	if newest == nil || string(newest[1]) != Version {
		t.Errorf("CHANGELOG.md begins with %q, want the section of %s", newest, Version)
	}
}

func TestOpenAPISaysThisVersion(t *testing.T) {
	data, err := os.ReadFile("../server/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Info struct {
			Version string `json:"version"`
		} `json:"info"`
	}
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	if document.Info.Version != Version {
		t.Errorf("info.version of openapi.json is %q, want %q", document.Info.Version, Version)
	}
}

// The Makefile sets commit by its name, which the compiler does not check.
func TestMakefileSetsTheCommit(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	sets := regexp.MustCompile(`-X graft/core/release\.commit=\$\(COMMIT\)`).FindAll(makefile, -1)
	if len(sets) != 1 {
		t.Errorf("the Makefile sets graft/core/release.commit %d times, want once, in LDFLAGS", len(sets))
	}
}
