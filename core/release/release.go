package release

// Version is the version that this source is, or becomes when it is released, as
// semantic versioning counts. The newest section of CHANGELOG.md and info.version of
// openapi.json say the same; a test holds them to it.
const Version = "0.1.0"

// commit is the commit that the program was built from, set by the Makefile. Programs
// built without it, such as tests, have none.
var commit string

// Full returns Version with the commit that the program was built from, if that is
// known, as in "0.1.0+5aab392".
func Full() string { return full(Version, commit) }

func full(version, commit string) string {
	if commit == "" {
		return version
	}
	return version + "+" + commit
}
