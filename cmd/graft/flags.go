package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// usageError is a mistake in the command line, not in the world.
type usageError struct{ error }

func misuse(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// flags is a flag set whose values may also come from the environment and
// whose help teaches.
type flags struct {
	*flag.FlagSet
	env environment
}

// newFlags prepares the flags of a command. arguments is what follows the
// flags, for example "picture…"; about is the text of its help.
func newFlags(env environment, name, arguments, about string) flags {
	f := flags{flag.NewFlagSet(name, flag.ContinueOnError), env}
	f.SetOutput(env.stdout)
	f.Usage = func() {
		fmt.Fprintf(env.stdout, "graft %s [flags] %s\n\n%s\n\nFlags:\n", name, arguments, strings.TrimSpace(about))
		f.PrintDefaults()
	}
	return f
}

// parse reads the environment first, then args, which win.
func (f flags) parse(args []string) error {
	if err := f.parseEnvironment(); err != nil {
		return err
	}
	return f.parseArgs(args)
}

func (f flags) parseEnvironment() error {
	var bad error
	f.VisitAll(func(fl *flag.Flag) {
		key := envName(fl.Name)
		if v := f.env.getenv(key); v != "" && bad == nil {
			if err := f.Set(fl.Name, v); err != nil {
				bad = misuse("%s=%q: %w", key, v, wanted(fl.Value, err))
			}
		}
	})
	return bad
}

func (f flags) parseArgs(args []string) error {
	for _, a := range args {
		if isHelp(a) {
			f.Usage()
			return flag.ErrHelp
		}
	}
	silent := f.Usage
	f.Usage = func() {}
	f.SetOutput(io.Discard)
	restore := f.speakPlainly()
	err := f.FlagSet.Parse(args)
	restore()
	f.Usage = silent
	if err != nil {
		return usageError{err}
	}
	return nil
}

// speakPlainly has every flag's errors say what would be right, until restore is called.
func (f flags) speakPlainly() (restore func()) {
	was := map[*flag.Flag]flag.Value{}
	f.VisitAll(func(fl *flag.Flag) {
		was[fl] = fl.Value
		fl.Value = plain{fl.Value}
	})
	return func() {
		for fl, v := range was {
			fl.Value = v
		}
	}
}

// parseMixed is parse for commands whose flags may stand behind arguments too,
// as in `graft augment picture.jpg -o out`. It returns the arguments.
func (f flags) parseMixed(args []string) ([]string, error) {
	if err := f.parseEnvironment(); err != nil {
		return nil, err
	}
	var rest []string
	for {
		if err := f.parseArgs(args); err != nil {
			return nil, err
		}
		left := f.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if consumed := len(args) - len(left); consumed > 0 && args[consumed-1] == "--" {
			return append(rest, left...), nil
		}
		rest = append(rest, left[0])
		args = left[1:]
	}
}

// given says whether a flag was set, in the environment or the arguments.
func (f flags) given(name string) bool {
	set := false
	f.Visit(func(fl *flag.Flag) { set = set || fl.Name == name })
	return set
}

func envName(name string) string {
	return "GRAFT_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
