package faults

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"graft/core/fault"
	"graft/web/internal/i18n"
)

// sayValue puts a value of a fault into the page's language: another fault is said, what
// a language's file lists as a value has its word, and all else stays.
func sayValue(w i18n.Words, name string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case fault.Wire:
		return Say(w, v)
	case map[string]any: // a fault that came as JSON
		return Say(w, wireOf(v))
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case string:
		switch name {
		case "format":
			return strings.ToUpper(v)
		case "cause", "reason", "hint", "why":
			return Words(w, v)
		case "want", "host":
			if code := exactly(v); code != "" {
				return say(w, code, nil)
			}
		}
		return w.Value(v)
	}
	return fmt.Sprint(value)
}

func wireOf(v map[string]any) (f fault.Wire) {
	if text, err := json.Marshal(v); err == nil {
		json.Unmarshal(text, &f) // if it is none, it says nothing
	}
	return f
}
