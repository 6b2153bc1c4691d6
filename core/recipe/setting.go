package recipe

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SettingKind is the form of a training setting's value.
type SettingKind string

const (
	SettingWhole  SettingKind = "whole"  // a whole number within Min to Max, or 0 where Zero says something
	SettingNumber SettingKind = "number" // a number within Min to Max
	SettingChoice SettingKind = "choice" // the name of one of Choices
	SettingFlag   SettingKind = "flag"   // true or false
	SettingText   SettingKind = "text"   // at most Max bytes
)

// SettingGroup is a heading that settings belong under.
type SettingGroup string

const (
	GroupBasics         SettingGroup = "basics"
	GroupBackbone       SettingGroup = "backbone"
	GroupOptimizer      SettingGroup = "optimizer"
	GroupSchedule       SettingGroup = "schedule"
	GroupRegularisation SettingGroup = "regularisation"
	GroupLoop           SettingGroup = "loop"
	GroupArticle        SettingGroup = "article"
)

// Title is the heading.
func (g SettingGroup) Title() Text { return groupTitles[g] }

// Setting describes one field of [Train]: forms, validation, command help and
// documentation are made from it.
type Setting struct {
	Name     string // JSON key, snake case
	Kind     SettingKind
	Group    SettingGroup
	Min, Max float64 // inclusive
	Step     float64 // what one press of an arrow key moves it by
	Unit     string  // "epochs", "×", or "" for a bare number
	Log      bool    // a slider is better drawn on a logarithmic scale
	Choices  []Choice
	Hints    []int // values to offer beside free entry
	Zero     Text  // what 0 means where it stands for no number; empty where it does not
	Title    Text
	Help     Text // a sentence or two: what it does

	// Matters says whether the setting has an effect beside the others of t;
	// nil: always.
	Matters func(t Train) bool

	field func(t *Train) any // *int, *float64, *uint64, *bool, *string or *Mode
}

// Settings returns every training setting in the order in which a form shows
// them, groups together. The caller must not change what it points to.
func Settings() []Setting { return settings }

// LookupSetting returns the setting called name.
func LookupSetting(name string) (Setting, bool) {
	for _, s := range settings {
		if s.Name == name {
			return s, true
		}
	}
	return Setting{}, false
}

// Flag is the setting's name on the command line.
func (s Setting) Flag() string { return strings.ReplaceAll(s.Name, "_", "-") }

// Applies says whether the setting has an effect beside the others of t.
func (s Setting) Applies(t Train) bool { return s.Matters == nil || s.Matters(t) }

// Get returns the setting's value in t as Set reads it.
func (s Setting) Get(t Train) string {
	switch p := s.field(&t).(type) {
	case *int:
		return strconv.Itoa(*p)
	case *uint64:
		return strconv.FormatUint(*p, 10)
	case *float64:
		return decimal(*p)
	case *bool:
		return strconv.FormatBool(*p)
	case *string:
		return *p
	case *Mode:
		return string(*p)
	}
	panic("recipe: setting " + s.Name + ": a field of no known type")
}

// Set puts the value that text says into t, or returns an *Error and leaves t
// as it was. It checks the value by itself, not beside others: Validate does.
func (s Setting) Set(t *Train, text string) error {
	changed := *t
	var err error
	switch p := s.field(&changed).(type) {
	case *int:
		*p, err = strconv.Atoi(text)
	case *uint64:
		*p, err = strconv.ParseUint(text, 10, 64)
	case *float64:
		*p, err = strconv.ParseFloat(text, 64)
	case *bool:
		*p, err = strconv.ParseBool(text)
	case *string:
		*p = text
	case *Mode:
		*p = Mode(text)
	}
	if err != nil {
		return s.notThat(text)
	}
	if err := s.check(&changed); err != nil {
		return err
	}
	*t = changed
	return nil
}

// Values says what the setting may be, for a table or a line of help: "1 to
// 1000", "adam, adamw or sgd".
func (s Setting) Values() string {
	switch s.Kind {
	case SettingFlag:
		return "true or false"
	case SettingText:
		return fmt.Sprintf("a text of at most %g bytes", s.Max)
	case SettingChoice:
		names := make([]string, len(s.Choices))
		for i, c := range s.Choices {
			names[i] = c.Name
			if c.Name == "" {
				names[i] = `""`
			}
		}
		last := len(names) - 1
		return strings.Join(names[:last], ", ") + " or " + names[last]
	}
	text := decimal(s.Min) + " to " + decimal(s.Max)
	if s.Zero.En != "" {
		text = "0 (" + s.Zero.En + ") or " + text
	}
	return text
}

// notThat is the fault of a text that is not of the setting's kind.
func (s Setting) notThat(text string) error {
	switch s.Kind {
	case SettingWhole:
		return wrong("train."+s.Name, notWhole, text)
	case SettingNumber:
		return wrong("train."+s.Name, notANumber, text)
	}
	return wrong("train."+s.Name, notTrue, text) // a text is always one
}

// check says what is wrong with the setting's value in t, if anything.
func (s Setting) check(t *Train) error {
	ok := true
	switch p := s.field(t).(type) {
	case *int:
		ok = float64(*p) >= s.Min && float64(*p) <= s.Max || *p == 0 && s.Zero.En != ""
	case *uint64:
		ok = *p <= uint64(s.Max)
	case *float64:
		ok = *p >= s.Min && *p <= s.Max
	case *string:
		if s.Kind == SettingText {
			return s.checkText(*p)
		}
		return s.checkChoice(*p)
	case *Mode:
		return s.checkChoice(string(*p))
	}
	if !ok {
		if s.Zero.En != "" {
			return wrong("train."+s.Name, settingNought, s.Get(*t), s.Zero.En, decimal(s.Min), decimal(s.Max))
		}
		return wrong("train."+s.Name, settingFar, s.Get(*t), decimal(s.Min), decimal(s.Max))
	}
	return nil
}

func (s Setting) checkText(text string) error {
	if float64(len(text)) > s.Max {
		return wrong("train."+s.Name, settingLong, utf8.RuneCountInString(text), s.Max)
	}
	return nil
}

func (s Setting) checkChoice(name string) error {
	names := make([]string, len(s.Choices))
	for i, c := range s.Choices {
		if c.Name == name {
			return nil
		}
		names[i] = c.Name
		if c.Name == "" {
			names[i] = `""`
		}
	}
	return wrong("train."+s.Name, whatChoice, name, strings.Join(names, ", "))
}

// decimal is the shortest text that reads back as x, without an exponent where
// people write none.
func decimal(x float64) string {
	if a := math.Abs(x); x == 0 || a >= 1e-4 && a < 1e17 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strings.Replace(strconv.FormatFloat(x, 'g', -1, 64), "e-0", "e-", 1)
}
