package faults

import (
	"regexp"
	"strconv"
	"strings"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// Err returns what a person in front of the page needs to know of a fault.
func Err(w i18n.Words, err error) string { return Words(w, err.Error()) }

// Words puts a fault of the engine, of a recipe or of the server into the
// page's language, without the package's name and without the words of somebody
// else's decoder. The faults are written in English where they arise, part by
// part behind colons ("train.views: 0: want 1 to 100"), and so they are put over
// part by part. What is not known here stays as it is.
func Words(w i18n.Words, text string) string {
	text = packages.ReplaceAllString(text, "")
	text = formats.ReplaceAllStringFunc(text, strings.ToUpper)
	tail := ""
	if m := hint.FindStringSubmatch(text); m != nil {
		text = strings.TrimSuffix(text, m[0])
		tail = either(w, " ("+m[1]+" left out; ", "（跳过 "+m[1]+" 个文件，") + m[2] + either(w, ": ", "：") + Words(w, m[3]) + either(w, ")", "）")
	}
	for _, f := range wholeFaults {
		if said, ok := f.say(w, text); ok {
			return said + tail
		}
	}
	var parts []string
	for _, part := range strings.Split(text, ": ") {
		if said := sayPart(w, part); said != "" {
			parts = append(parts, said)
		}
	}
	return strings.Join(parts, either(w, ": ", "：")) + tail
}

func sayPart(w i18n.Words, part string) string {
	if name := fieldName(w, part); name != "" {
		return name
	}
	for _, f := range allParts {
		if said, ok := f.say(w, part); ok {
			return said
		}
	}
	return part
}

var (
	packages = regexp.MustCompile(`^(?:(?:web|engine|imagefile|dataset|recipe|augment|export|head|tune|resnet|backend|server|job|link): )+`)
	formats  = regexp.MustCompile(`^(?:jpeg|png|gif|bmp|ppm|pnm)\b`)
	hint     = regexp.MustCompile(` \((\d+) files? w(?:as|ere) skipped; (.+?): (.+)\)$`)
	stepPath = regexp.MustCompile(`^steps\[(\d+)\](?:\.(\w+))?$`)
)

// fieldName is what the page calls a field of the document, or "".
func fieldName(w i18n.Words, field string) string {
	if m := stepPath.FindStringSubmatch(field); m != nil {
		n, _ := strconv.Atoi(m[1])
		name := either(w, "step ", "第 ") + strconv.Itoa(n+1) + either(w, "", " 步")
		if param := paramName(w, m[2]); param != "" {
			name += either(w, ", ", "，") + param
		}
		return name
	}
	if name, ok := strings.CutPrefix(field, "train."); ok {
		if s, ok := recipe.LookupSetting(name); ok {
			return w.Text(s.Title)
		}
	}
	for _, t := range settingNames {
		if field == t.name {
			return either(w, t.en, t.zh)
		}
	}
	return ""
}

// paramName is the title of an operation's parameter; equal names have equal
// titles in nearly all operations.
func paramName(w i18n.Words, name string) string {
	switch name {
	case "", "op":
		return ""
	case "p":
		return either(w, "Probability", "概率")
	}
	for _, o := range recipe.Ops() {
		if p, ok := o.Param(name); ok {
			return w.Text(p.Title)
		}
	}
	return name
}

var settingNames = []struct{ name, en, zh string }{
	{"train", "Training settings", "训练设置"},
	{"size", "Size", "尺寸"}, {"seed", "Seed", "种子"}, {"steps", "Steps", "步骤"}, {"v", "Version", "版本"}, {"recipe", "Recipe", "配方"},
	{"dataset", "Data set", "数据集"}, {"zip", "Zip", "zip"}, {"gzip", "Gzip", "gzip"}, {"tar", "Tar", "tar"}, {"head", "Head", "输出层"},
}

// faultWords is how one kind of message is said. en "=" leaves it as it is.
type faultWords struct {
	is     *regexp.Regexp
	en, zh string // templates of regexp.Expand
}

func said(pattern, en, zh string) faultWords {
	return faultWords{regexp.MustCompile(`^(?:` + pattern + `)$`), en, zh}
}

func (f faultWords) say(w i18n.Words, text string) (string, bool) {
	m := f.is.FindStringSubmatchIndex(text)
	if m == nil {
		return "", false
	}
	template := either(w, f.en, f.zh)
	if template == "=" {
		return text, true
	}
	return string(f.is.ExpandString(nil, template, text, m)), true
}
