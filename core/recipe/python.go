package recipe

import (
	"slices"
	"strconv"
	"strings"
)

// The few words of Python that a call's parameters are written in.

type pythonKind int

const (
	pythonNothing pythonKind = iota // left out, or None
	pythonNumber
	pythonBool
	pythonText
	pythonList
	pythonName // a name or a call, not looked into
)

type pythonValue struct {
	kind    pythonKind
	x       float64 // a number; 1 for True
	integer bool    // an int
	s       string
	list    []pythonValue
}

func (v pythonValue) none() bool { return v.kind == pythonNothing }

func (v pythonValue) number(name string, missing float64) (float64, error) {
	switch v.kind {
	case pythonNothing:
		return missing, nil
	case pythonNumber, pythonBool: // in Python True is 1
		return v.x, nil
	}
	return 0, wrong(name, wantNumber)
}

func (v pythonValue) truth(name string) (bool, error) {
	switch v.kind {
	case pythonNothing:
		return false, nil
	case pythonNumber, pythonBool:
		return v.x != 0, nil
	}
	return false, wrong(name, wantTrue)
}

func (v pythonValue) text(name, missing string) (string, error) {
	switch v.kind {
	case pythonNothing:
		return missing, nil
	case pythonText:
		return v.s, nil
	}
	return "", wrong(name, wantWord, missing)
}

// pair returns the two numbers of a list; ok is false if it is no list.
func (v pythonValue) pair(name string) (a, b float64, ok bool, err error) {
	if v.kind != pythonList {
		return 0, 0, false, nil
	}
	if len(v.list) != 2 || v.list[0].kind != pythonNumber || v.list[1].kind != pythonNumber {
		return 0, 0, false, wrong(name, wantTwo)
	}
	return v.list[0].x, v.list[1].x, true, nil
}

// pythonCall returns the arguments of the first call of function in text, or of
// text itself where it has no such call. params are the names that the function
// takes, in order.
func pythonCall(text, function string, params []string) (map[string]pythonValue, error) {
	p := pythonParser{rest: text}
	inCall := false
	if i := strings.Index(text, function); i >= 0 {
		p.rest = text[i+len(function):]
		if p.space(); !p.accept("(") {
			return nil, wrong("", noParentheses, function)
		}
		inCall = true
	}
	args := make(map[string]pythonValue)
	for n := 0; ; n++ {
		p.space()
		if inCall && p.accept(")") || !inCall && p.rest == "" {
			return args, nil
		}
		if err := p.argument(args, params, n); err != nil {
			return nil, err
		}
		p.space()
		if p.accept(",") || inCall && strings.HasPrefix(p.rest, ")") || !inCall && p.rest == "" {
			continue
		}
		if p.rest == "" {
			return nil, wrong("", noEnd, function)
		}
		return nil, wrong("", noComma, p.here())
	}
}

// argument reads name=value, or the value of the n-th parameter.
func (p *pythonParser) argument(args map[string]pythonValue, params []string, n int) error {
	before := p.rest
	name := p.name()
	p.space()
	if name == "" || strings.HasPrefix(p.rest, "==") || !p.accept("=") {
		p.rest = before
		if name != "" && !p.isValue(name) || n >= len(params) {
			return wrong("", notNamed, p.here())
		}
		name = params[n]
	}
	if !slices.Contains(params, name) {
		return wrong(name, noParameter)
	}
	if _, ok := args[name]; ok {
		return wrong(name, twice)
	}
	v, err := p.value(0)
	if err != nil {
		return wrongIn(name, err)
	}
	args[name] = v
	return nil
}

func (p *pythonParser) isValue(name string) bool {
	return name == "True" || name == "False" || name == "None"
}

// here is the beginning of what is left, for an error.
func (p *pythonParser) here() string {
	r := []rune(p.rest)
	return string(r[:min(len(r), 20)])
}

func parsePythonNumber(s string) (pythonValue, bool) {
	plain := strings.ReplaceAll(s, "_", "")
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || strings.ContainsAny(plain, "xXpPnN") {
		return pythonValue{}, false
	}
	return pythonValue{kind: pythonNumber, x: x, integer: !strings.ContainsAny(plain, ".eE")}, true
}
