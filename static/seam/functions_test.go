package seam_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"graft/static/seam"
)

func TestFunctions(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"functions":   {"interface Graft { a(x: string): void; b(): Promise<void>\n c?(): void }", "a b c"},
		"parts":       {"interface P { call(m: { do: string } & Record<string, unknown>): Promise<any>; most: number }\ninterface Graft { pool: P; none: Q }", "pool.call"},
		"both":        {"interface S { open(): void }\ninterface I { take(): void }\ninterface Graft { store: S & I }", "store.open store.take"},
		"inline":      {"interface Graft { kept: { waits(): boolean; take(): Promise<File | null> }; x(): void }", "kept.take kept.waits x"},
		"comments":    {"// interface X {\ninterface Graft { /** b(): void; */ a(): void; // c(): void\n }", "a"},
		"callbacks":   {"interface Graft { on(done: (a: number) => void): void; b(): void }", "b on"},
		"two of them": {"interface Graft { a(): void }\ninterface Graft { b(): void }", "a b"},
	} {
		got, err := seam.Functions(tc.text)
		if err != nil || !slices.Equal(got, strings.Fields(tc.want)) {
			t.Errorf("%s: %v, %v, want %s", name, got, err, tc.want)
		}
	}
	for _, text := range []string{"", "interface Other { a(): void }", "interface Graft { a(): void"} {
		if got, err := seam.Functions(text); err == nil {
			t.Errorf("%q: %v, want an error", text, got)
		}
	}
}

func TestOurs(t *testing.T) {
	text, err := os.ReadFile("../graft.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	got, err := seam.Functions(string(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"whenSettled", "pool.call", "store.sampleStrip", "store.tell", "link.make", "drawable.copy", "kept.take"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing in %v", want, got)
		}
	}
}
