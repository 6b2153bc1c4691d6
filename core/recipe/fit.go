package recipe

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// Fit returns t with the settings that nobody gave made to suit those that
// someone did; given says which those are, by name. Only epochs, head_epochs
// and warmup_epochs bound each other. Two given settings that contradict each
// other stay as they are, for Validate to refuse.
func (t Train) Fit(given func(setting string) bool) Train {
	plain := DefaultTrain()
	longest := int(epochsSetting().Max)
	if t.TunesBackbone() && t.HeadEpochs >= t.Epochs {
		switch {
		case !given("head_epochs"):
			t.HeadEpochs = t.Epochs / 4
		case !given("epochs"):
			t.Epochs = min(t.HeadEpochs+plain.Epochs-plain.HeadEpochs, longest)
		}
	}
	if t.WarmupEpochs > t.Epochs {
		switch {
		case !given("warmup_epochs"):
			t.WarmupEpochs = t.Epochs
		case !given("epochs"):
			t.Epochs = min(t.WarmupEpochs+plain.Epochs, longest)
		}
	}
	return t
}

func epochsSetting() Setting {
	s, _ := LookupSetting("epochs")
	return s
}

// ParseTrain reads training settings; what they leave out is DefaultTrain's,
// or what [Train.Fit] makes of that beside those that are there.
func ParseTrain(b []byte) (Train, error) {
	t := DefaultTrain()
	if err := strict(b, &t); err != nil {
		var e *Error
		if errors.As(err, &e) {
			err = &Error{e.Fault.In("train")}
		}
		return Train{}, err
	}
	given := keysOf(b)
	t = t.Fit(func(setting string) bool { return given[setting] })
	return t, t.Validate()
}

// keysOf returns the keys of a JSON object that have a value, in lower case: Go's
// decoder takes them in any.
func keysOf(object []byte) map[string]bool {
	var values map[string]json.RawMessage
	keys := map[string]bool{}
	if json.Unmarshal(object, &values) != nil {
		return keys
	}
	for k, v := range values {
		if !bytes.Equal(v, []byte("null")) {
			keys[strings.ToLower(k)] = true
		}
	}
	return keys
}
