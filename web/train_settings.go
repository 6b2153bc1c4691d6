package web

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
)

// renderSettings is the form: what to train on, how, and the button.
func (v *trainView) renderSettings() app.UI {
	_, wants := startRequest()
	busy := trainer.now.ID != "" && !trainer.now.over() && trainer.now.State != ""
	label := T("Start fine-tuning", "开始微调")
	if busy {
		label = T("Queue another", "再排一个任务")
	}
	button := app.Button().Type("submit").ID("start-training").Class("button", "primary", "button-wide").
		Body(icon("play"), app.Span().Text(label))
	if wants != "" {
		button = button.Disabled(true)
	}
	form := app.Form().Class("settings").OnSubmit(func(ctx app.Context, e app.Event) { v.start(ctx) })
	if trainer.now.ID != "" {
		form = form.Class("has-run")
	}
	if v.unfolded {
		form = form.Class("is-unfolded")
	}
	return form.Body(
		v.renderSet(),
		v.renderFold(),
		app.Div().Class("settings-body").ID("settings-body").Body(
			v.renderWeights(),
			app.Div().Class("setting-grid").Body(v.renderFields(session.Train())...),
		),
		button,
		app.If(wants != "", func() app.UI { return app.P().Class("muted").Text(wants) }).
			Else(func() app.UI { return app.P().Class("muted").Text(v.promise()) }),
		v.renderEngine(),
	)
}

// renderFold opens the settings where there is no room for them beside a run;
// data.css shows it only there.
func (v *trainView) renderFold() app.UI {
	t := session.Train()
	if t.Weights == "" {
		t.Weights = trainer.health.Weights
	}
	return app.Button().Type("button").Class("settings-fold").ID("settings-fold").
		Aria("expanded", fmt.Sprint(v.unfolded)).Aria("controls", "settings-body").
		OnClick(func(app.Context, app.Event) { v.unfolded = !v.unfolded }).Body(
		app.Span().Class("setting-title").Text(T("Settings", "设置")),
		app.Span().Class("muted", "figures").Text(jobSettings(job{Train: t})),
		icon("chevron"),
	)
}

// renderFields are the settings that are typed.
func (v *trainView) renderFields(t recipe.Train) []app.UI {
	return []app.UI{
		v.field(numberField{id: "epochs", title: T("Epochs", "轮数"), help: T("passes over the features", "遍历全部特征的次数"), value: fmt.Sprint(t.Epochs),
			set: func(t *recipe.Train, s string) (err error) { t.Epochs, err = strconv.Atoi(s); return err }}),
		v.field(numberField{id: "views", title: T("Views", "视图数"), help: T("augmented, of each picture", "每张图片的增强视图"), value: fmt.Sprint(t.Views),
			set: func(t *recipe.Train, s string) (err error) { t.Views, err = strconv.Atoi(s); return err }}),
		v.field(numberField{id: "batch", title: T("Batch", "批大小"), help: T("feature vectors a step", "每步的特征数"), value: fmt.Sprint(t.Batch),
			set: func(t *recipe.Train, s string) (err error) { t.Batch, err = strconv.Atoi(s); return err }}),
		v.field(numberField{id: "learning-rate", title: T("Learning rate", "学习率"), help: T("of Adam", "Adam 优化器"), value: tickLabelExact(t.LearningRate),
			set: func(t *recipe.Train, s string) (err error) {
				t.LearningRate, err = strconv.ParseFloat(s, 64)
				return err
			}}),
		v.field(numberField{id: "validation-split", title: T("Held out", "验证比例"), help: T("% of each class, to check with", "% 每类留作验证"), value: tickLabel(t.ValidationSplit * 100),
			set: func(t *recipe.Train, s string) error {
				x, err := strconv.ParseFloat(s, 64)
				t.ValidationSplit = x / 100
				return err
			}}),
		v.field(numberField{id: "train-seed", title: T("Seed", "种子"), help: T("same seed, same result", "相同种子，相同结果"), value: fmt.Sprint(t.Seed),
			set: func(t *recipe.Train, s string) (err error) { t.Seed, err = strconv.ParseUint(s, 10, 64); return err }}),
	}
}

func tickLabelExact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// promise says what the start will do, in figures.
func (v *trainView) promise() string {
	set, ok := trainer.set(chosenSet())
	if !ok {
		return ""
	}
	t := session.Train()
	steps := 0
	for _, s := range session.Recipe().Steps {
		if !s.Off {
			steps++
		}
	}
	return fmt.Sprintf(plural(t.Views,
		"%s pictures, one augmented view of each by the %[3]d steps of your recipe. Held-out pictures are not augmented.",
		"%s pictures, %d augmented views of each by the %d steps of your recipe. Held-out pictures are not augmented.",
		"%s 张图片，每张按配方的 %[3]d 个步骤生成 %[2]d 个视图。验证图片不做增强。"),
		formatCount(set.Pictures()), t.Views, steps)
}

// renderEngine says what the server computes with.
func (v *trainView) renderEngine() app.UI {
	if trainer.problem != nil || trainer.health.Backend == "" {
		return app.Div().Hidden(true)
	}
	return app.P().Class("muted", "figures", "train-engine").ID("train-backend").DataSet("backend", trainer.health.Backend).
		Text(fmt.Sprintf(T("Trainer: %s on %s", "训练服务器：%s，%s"), backendName(trainer.health.Backend), strings.ToUpper(trainer.health.Device)))
}

func backendName(name string) string {
	switch {
	case strings.HasPrefix(name, "xla"):
		return "XLA"
	case strings.HasPrefix(name, "onnx"):
		return "ONNX Runtime"
	case name == "go":
		return T("pure Go", "纯 Go")
	}
	return name
}

// renderSet shows what is trained on.
func (v *trainView) renderSet() app.UI {
	id := chosenSet()
	set, ok := trainer.set(id)
	if !ok {
		return app.Div().Class("train-set").Body(
			app.H2().Text(T("Data set", "数据集")),
			app.P().Class("muted").Text(T("Nothing is uploaded yet.", "尚未上传。")),
			app.Button().Type("button").Class("button", "button-wide").ID("go-data").
				OnClick(func(ctx app.Context, _ app.Event) { session.Show(ctx, viewData) }).
				Body(icon("folder"), app.Span().Text(T("Make a data set", "制作数据集"))),
		)
	}
	return app.Div().Class("train-set").ID("train-set").DataSet("dataset", id).Body(
		app.H2().Text(T("Data set", "数据集")),
		v.renderSetPicker(id),
		classList(set.Classes),
		app.If(id == pictures.sent.ID && !pictures.fresh() && pictures.Pictures > 0, func() app.UI {
			return app.P().Class("muted").Body(
				app.Text(T("The set in this browser has changed since it was uploaded. ", "浏览器中的数据集在上传后有改动。")),
				app.Button().Type("button").Class("link-button").OnClick(func(ctx app.Context, _ app.Event) { session.Show(ctx, viewData) }).Text(T("Upload again", "重新上传")),
			)
		}),
	)
}

// renderSetPicker appears where the server has several sets.
func (v *trainView) renderSetPicker(id string) app.UI {
	if len(trainer.sets) < 2 {
		return app.Div().Hidden(true)
	}
	var options []app.UI
	for _, s := range trainer.sets {
		options = append(options, app.Option().Value(s.ID).Selected(s.ID == id).Text(setLabel(s)))
	}
	return app.Select().Class("select").ID("choose-set").Aria("label", T("Data set to train on", "用于训练的数据集")).
		OnChange(func(ctx app.Context, _ app.Event) { trainer.picked = ctx.JSSrc().Get("value").String() }).Body(options...)
}

func setLabel(s remoteSet) string {
	var names []string
	for i, c := range s.Classes {
		if i == 3 {
			names = append(names, "…")
			break
		}
		names = append(names, c.Name)
	}
	return strings.Join(names, T(", ", "、")) + fmt.Sprintf(T(" (%s pictures)", "（%s 张）"), formatCount(s.Pictures()))
}

// renderWeights chooses what the backbone knows beforehand.
func (v *trainView) renderWeights() app.UI {
	now := session.Train().Weights
	if now == "" {
		now = trainer.health.Weights
	}
	choices := weightChoices(now)
	return app.FieldSet().Class("weights").Body(
		app.Legend().Text(T("Weights of ResNet-50", "ResNet-50 的权重")),
		app.Range(choices).Slice(func(i int) app.UI {
			c := choices[i]
			return app.Label().Class("option").Body(
				app.Input().Type("radio").Name("weights").Value(c.name).ID("weights-"+c.name).Checked(c.name == now).
					OnChange(func(ctx app.Context, _ app.Event) { v.setWeights(ctx, c.name) }, app.EventScope(c.name)),
				app.Span().Body(app.Span().Class("option-title").Text(c.title), app.Span().Class("muted").Text(c.help)),
			)
		}),
	)
}

type weightChoice struct{ name, title, help string }

// weightChoices are the three that everyone can have, after now if it is another: a
// name on the hub, or what an older server does not tell.
func weightChoices(now string) []weightChoice {
	known := []weightChoice{
		{"imagenet", "ImageNet", T("Has seen 1.3 million photographs. Take this to recognise things.", "见过 130 万张照片。用于真正的识别。")},
		{"keras", T("ImageNet, by Keras", "ImageNet（Keras）"), T("The file that Keras’s ResNet50 loads, with a preprocessing of its own.", "Keras 的 ResNet50 所加载的文件，有自己的预处理。")},
		{"random", T("Random", "随机"), T("Knows nothing: to try the machinery, not to recognise things.", "一无所知：只用于试运行，不用于识别。")},
	}
	switch now {
	case "imagenet", "keras", "random":
		return known
	case "":
		return append([]weightChoice{{"", T("The trainer's own", "服务器默认"), T("What it was started with.", "服务器启动时指定的权重。")}}, known...)
	}
	return append([]weightChoice{{now, now, T("A network of the hub, or of the trainer.", "来自模型库或服务器的网络。")}}, known...)
}

func (v *trainView) setWeights(ctx app.Context, name string) {
	t := session.Train()
	t.Weights = name
	if err := session.SetTrain(ctx, "", t); err != nil {
		notify(ctx, toastError, trErr(err))
	}
}

// numberField is a setting that is typed.
type numberField struct {
	id, title, help, value string
	set                    func(t *recipe.Train, text string) error
}

func (v *trainView) field(f numberField) app.UI {
	return app.Label().Class("setting").Body(
		app.Span().Class("setting-title").Text(f.title),
		app.Input().Type("text").Attr("inputmode", "decimal").ID(f.id).Class("text-input", "figures").Value(f.value).AutoComplete(false).
			OnChange(func(ctx app.Context, _ app.Event) { v.change(ctx, f) }, app.EventScope(f.id, f.value)),
		app.Span().Class("muted").Text(f.help),
	)
}

// change takes what was typed, or says why not and puts back what was there.
func (v *trainView) change(ctx app.Context, f numberField) {
	input := ctx.JSSrc()
	t := session.Train()
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(input.Get("value").String()), "%"))
	err := f.set(&t, text)
	if err != nil {
		err = fmt.Errorf(T("%s: “%s” is not a number that fits", "%s:“%s”不是合适的数字"), f.title, text)
	} else {
		err = session.SetTrain(ctx, "", t)
	}
	if err != nil {
		notify(ctx, toastError, trErr(err))
		input.Set("value", f.value)
	}
}

func (v *trainView) start(ctx app.Context) {
	r, wants := startRequest()
	if wants == "" {
		trainer.start(ctx, r)
	}
}
