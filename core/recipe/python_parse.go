package recipe

import (
	"math"
	"strings"
)

// maxNesting bounds parentheses within parentheses.
const maxNesting = 20

type pythonParser struct{ rest string }

// space passes over white space, line joints and comments.
func (p *pythonParser) space() {
	for {
		p.rest = strings.TrimLeft(p.rest, " \t\r\n\\")
		if !strings.HasPrefix(p.rest, "#") {
			return
		}
		_, p.rest, _ = strings.Cut(p.rest, "\n")
	}
}

func (p *pythonParser) accept(s string) bool {
	if !strings.HasPrefix(p.rest, s) {
		return false
	}
	p.rest = p.rest[len(s):]
	return true
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// name reads an identifier, or nothing.
func (p *pythonParser) name() string {
	n := 0
	for n < len(p.rest) && isWord(p.rest[n]) {
		n++
	}
	if n == 0 || p.rest[0] >= '0' && p.rest[0] <= '9' {
		return ""
	}
	s := p.rest[:n]
	p.rest = p.rest[n:]
	return s
}

// value reads a sum.
func (p *pythonParser) value(depth int) (pythonValue, error) {
	return p.chain(depth, "+-", func() (pythonValue, error) {
		return p.chain(depth, "*/", func() (pythonValue, error) { return p.operand(depth) })
	})
}

// chain reads operands with any of two operators between them.
func (p *pythonParser) chain(depth int, operators string, next func() (pythonValue, error)) (pythonValue, error) {
	v, err := next()
	for err == nil {
		p.space()
		if p.rest == "" || !strings.Contains(operators, p.rest[:1]) {
			return v, nil
		}
		sign := p.rest[0]
		p.rest = p.rest[1:]
		var w pythonValue
		if w, err = next(); err == nil {
			v, err = combine(v, w, sign)
		}
	}
	return pythonValue{}, err
}

func combine(v, w pythonValue, sign byte) (pythonValue, error) {
	if v.kind != pythonNumber || w.kind != pythonNumber {
		return pythonValue{}, signBetween.Err(sign)
	}
	out := pythonValue{kind: pythonNumber, integer: v.integer && w.integer && sign != '/'}
	switch sign {
	case '+':
		out.x = v.x + w.x
	case '-':
		out.x = v.x - w.x
	case '*':
		out.x = v.x * w.x
	default:
		out.x = v.x / w.x
	}
	if math.IsNaN(out.x) || math.IsInf(out.x, 0) {
		return pythonValue{}, numberNoEnd.Err()
	}
	return out, nil
}

func (p *pythonParser) operand(depth int) (pythonValue, error) {
	if depth > maxNesting {
		return pythonValue{}, tooNested.Err(maxNesting)
	}
	p.space()
	switch {
	case p.rest == "":
		return pythonValue{}, nothingBehind.Err()
	case p.accept("-"):
		return p.signed(depth, -1)
	case p.accept("+"):
		return p.signed(depth, 1)
	case p.accept("("):
		return p.list(depth, ")")
	case p.accept("["):
		return p.list(depth, "]")
	case p.rest[0] == '"' || p.rest[0] == '\'':
		return p.quoted()
	case p.rest[0] == '.' || p.rest[0] >= '0' && p.rest[0] <= '9':
		return p.digits()
	}
	return p.word()
}

// signed reads what follows a sign.
func (p *pythonParser) signed(depth int, sign float64) (pythonValue, error) {
	v, err := p.operand(depth + 1)
	if err == nil && v.kind != pythonNumber {
		err = signBefore.Err()
	}
	v.x *= sign
	return v, err
}

// list reads the rest of a list, a tuple or a number in parentheses.
func (p *pythonParser) list(depth int, end string) (pythonValue, error) {
	l := pythonValue{kind: pythonList}
	comma := end == "]"
	for {
		p.space()
		if p.accept(end) {
			break
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return pythonValue{}, err
		}
		l.list = append(l.list, v)
		p.space()
		if p.accept(",") {
			comma = true
		} else if !strings.HasPrefix(p.rest, end) {
			return pythonValue{}, wantEnd.Err(p.here(), end)
		}
	}
	if !comma && len(l.list) == 1 {
		return l.list[0], nil
	}
	return l, nil
}

func (p *pythonParser) quoted() (pythonValue, error) {
	quote := p.rest[:1]
	s, rest, ok := strings.Cut(p.rest[1:], quote)
	if !ok || strings.ContainsAny(s, "\\\n") {
		return pythonValue{}, noClosingQuote.Err()
	}
	p.rest = rest
	return pythonValue{kind: pythonText, s: s}, nil
}

func (p *pythonParser) digits() (pythonValue, error) {
	n := 0
	for n < len(p.rest) {
		c := p.rest[n]
		exponent := n > 0 && (c == '-' || c == '+') && (p.rest[n-1] == 'e' || p.rest[n-1] == 'E')
		if !isWord(c) && c != '.' && !exponent {
			break
		}
		n++
	}
	v, ok := parsePythonNumber(p.rest[:n])
	if !ok {
		return pythonValue{}, noNumber.Err(p.rest[:n])
	}
	p.rest = p.rest[n:]
	return v, nil
}

// word reads True, False, None, or anything that begins with another name, up to
// where the parameter ends, without looking into it.
func (p *pythonParser) word() (pythonValue, error) {
	before := p.rest
	s := p.name()
	switch s {
	case "True":
		return pythonValue{kind: pythonBool, x: 1}, nil
	case "False":
		return pythonValue{kind: pythonBool}, nil
	case "None":
		return pythonValue{}, nil
	case "":
		return pythonValue{}, wantValue.Err(p.here())
	}
	p.skip()
	return pythonValue{kind: pythonName, s: before[:len(before)-len(p.rest)]}, nil
}

// skip goes to the comma or the bracket that ends an expression.
func (p *pythonParser) skip() {
	open := 0
	for i, c := range p.rest {
		switch {
		case strings.ContainsRune("([{", c):
			open++
		case strings.ContainsRune(")]}", c) && open > 0:
			open--
		case open == 0 && strings.ContainsRune(",)]}", c):
			p.rest = p.rest[i:]
			return
		}
	}
	p.rest = ""
}
