package recipe

// Preset is a recipe to begin with.
type Preset struct {
	Name   string // snake case, for links and tests
	Title  Text
	Help   Text // a sentence
	Recipe Recipe
}

// Presets returns recipes to begin with, in the order in which a page shows
// them. Each call makes them anew: the caller may change what it gets.
func Presets() []Preset {
	list := make([]Preset, len(presets))
	for i, p := range presets {
		list[i] = Preset{p.name, p.title, p.help, Recipe{V: Version, Seed: 42, Size: p.size, Steps: p.steps()}}
	}
	return list
}

type preset struct {
	name        string
	title, help Text
	size        Size
	steps       func() []Step
}

type sets = map[string]Value

// presetStep returns a step at its defaults but for set.
func presetStep(op string, p float64, set sets) Step {
	o, ok := Lookup(op)
	if !ok {
		panic("recipe: preset names an operation that does not exist: " + op)
	}
	s := o.New(p)
	for name, v := range set {
		if _, ok := o.Param(name); !ok {
			panic("recipe: preset: " + op + " has no " + name)
		}
		s.Values[name] = v
	}
	return s
}

var presets = []preset{
	{"gentle", Text{"Gentle", "温和"}, Text{"Mild and typical: what a new visitor sees.", "温和而常见的组合，首次打开时的默认配方。"}, Size{224, 224},
		func() []Step { return Default().Steps }},
	{"article", Text{"Article", "原文"}, Text{"The source article's: flips, a crop of 10–100 %, brightness 50–150 %, any hue, 200 × 200.", "原文原文中的组合：翻转、10–100 % 随机裁剪、亮度 50–150 %、任意色调、200 × 200。"}, Size{200, 200},
		func() []Step {
			return []Step{
				presetStep("flip_left_right", 0.5, nil),
				presetStep("flip_up_down", 0.5, nil),
				presetStep("resized_crop", 1, sets{"scale": Range(0.1, 1), "ratio": Range(0.5, 2)}),
				presetStep("brightness", 1, sets{"range": Range(0.5, 1.5)}),
				presetStep("hue", 1, sets{"delta": Number(0.5)}),
			}
		}},
	{"imagenet", Text{"ImageNet", "ImageNet"}, Text{"What most networks on ImageNet are trained with: a crop of 8–100 %, a flip, colour jitter.", "多数 ImageNet 网络的训练配方：8–100 % 随机裁剪、左右翻转、色彩抖动。"}, Size{224, 224},
		func() []Step {
			return []Step{
				presetStep("resized_crop", 1, sets{"scale": Range(0.08, 1), "ratio": Range(0.75, 4.0/3)}),
				presetStep("flip_left_right", 0.5, nil),
				presetStep("color_jitter", 1, sets{"brightness": Number(0.4), "contrast": Number(0.4), "saturation": Number(0.4), "hue": Number(0)}),
			}
		}},
	{"light", Text{"Light", "轻度"}, Text{"For many pictures, or pictures that are much alike.", "适合图片很多或彼此相似的数据集。"}, Size{224, 224},
		func() []Step {
			return []Step{
				presetStep("flip_left_right", 0.5, nil),
				presetStep("resized_crop", 1, sets{"scale": Range(0.8, 1), "ratio": Range(0.9, 1.1)}),
				presetStep("brightness", 1, sets{"range": Range(0.9, 1.1)}),
				presetStep("contrast", 1, sets{"range": Range(0.9, 1.1)}),
			}
		}},
	{"heavy", Text{"Heavy", "重度"}, Text{"For few pictures: strong crops, turns, colours, and a part covered.", "适合图片很少的数据集：强裁剪、旋转、变色并遮挡一部分。"}, Size{224, 224},
		func() []Step {
			return []Step{
				presetStep("resized_crop", 1, sets{"scale": Range(0.3, 1), "ratio": Range(0.75, 4.0/3)}),
				presetStep("flip_left_right", 0.5, nil),
				presetStep("rotation", 1, sets{"degrees": Number(25), "fill": Named("reflect")}),
				presetStep("perspective", 0.3, sets{"distortion": Number(0.3), "fill": Named("reflect")}),
				presetStep("color_jitter", 0.8, sets{"brightness": Number(0.4), "contrast": Number(0.4), "saturation": Number(0.4), "hue": Number(0.1)}),
				presetStep("grayscale", 0.1, nil),
				presetStep("gaussian_blur", 0.2, nil),
				presetStep("erase", 0.4, sets{"value": Named("noise")}),
			}
		}},
	{"documents", Text{"Documents", "文档"}, Text{"Photographed or scanned pages: small turns, a camera held aslant, poor light and compression; never mirrored.", "拍摄或扫描的页面：小角度旋转、斜拍、光线与压缩不佳；从不镜像。"}, Size{224, 224},
		func() []Step {
			return []Step{
				presetStep("rotation", 1, sets{"degrees": Number(3), "fill": Named("constant"), "cval": Number(255)}),
				presetStep("perspective", 0.5, sets{"distortion": Number(0.12), "fill": Named("constant"), "cval": Number(255)}),
				presetStep("scale", 1, sets{"range": Range(0.9, 1.1), "fill": Named("constant"), "cval": Number(255)}),
				presetStep("brightness", 1, sets{"range": Range(0.75, 1.15)}),
				presetStep("contrast", 1, sets{"range": Range(0.7, 1.2)}),
				presetStep("gaussian_blur", 0.3, sets{"sigma": Range(0.3, 1.2)}),
				presetStep("gaussian_noise", 0.3, sets{"stddev": Range(0.01, 0.04)}),
				presetStep("jpeg_quality", 0.5, sets{"quality": Range(30, 90)}),
			}
		}},
	{"medical", Text{"Medical", "医学"}, Text{"Tissue and scans: soft deformation and small shifts of light; colours, which carry meaning, stay nearly as they are.", "组织切片与扫描：柔和形变与轻微的明暗变化；颜色有含义，几乎不变。"}, Size{224, 224},
		func() []Step {
			return []Step{
				presetStep("rotation", 1, sets{"degrees": Number(15), "fill": Named("reflect")}),
				presetStep("scale", 1, sets{"range": Range(0.9, 1.1), "fill": Named("reflect")}),
				presetStep("flip_left_right", 0.5, nil),
				presetStep("elastic", 0.5, sets{"alpha": Number(80), "sigma": Number(6), "fill": Named("reflect")}),
				presetStep("gamma", 1, sets{"range": Range(0.8, 1.25)}),
				presetStep("contrast", 1, sets{"range": Range(0.9, 1.1)}),
				presetStep("gaussian_noise", 0.3, sets{"stddev": Range(0.005, 0.02)}),
			}
		}},
	{"satellite", Text{"Satellite", "卫星"}, Text{"Seen from above there is no up: every turn and both flips; haze and season in the colours.", "俯视图没有上下：任意旋转与双向翻转，颜色随霾与季节变化。"}, Size{224, 224},
		func() []Step {
			return []Step{
				presetStep("flip_left_right", 0.5, nil),
				presetStep("flip_up_down", 0.5, nil),
				presetStep("rotation", 1, sets{"degrees": Number(180), "fill": Named("reflect")}),
				presetStep("scale", 1, sets{"range": Range(0.8, 1.25), "fill": Named("reflect")}),
				presetStep("brightness", 1, sets{"range": Range(0.8, 1.2)}),
				presetStep("contrast", 1, sets{"range": Range(0.8, 1.2)}),
				presetStep("saturation", 1, sets{"range": Range(0.7, 1.3)}),
				presetStep("gaussian_blur", 0.2, sets{"sigma": Range(0.3, 1)}),
			}
		}},
	{"digits", Text{"Digits", "手写数字"}, Text{"28 × 28 grey, as the article's MNIST grid: small turns, shifts and strokes that wobble; never mirrored.", "28 × 28 灰度，如原文中的 MNIST 网格：小角度旋转、平移、笔画抖动；从不镜像。"}, Size{28, 28},
		func() []Step {
			return []Step{
				presetStep("rotation", 1, sets{"degrees": Number(10), "fill": Named("constant")}),
				presetStep("width_shift", 1, sets{"fraction": Number(0.1), "fill": Named("constant")}),
				presetStep("height_shift", 1, sets{"fraction": Number(0.1), "fill": Named("constant")}),
				presetStep("zoom", 1, sets{"range": Range(0.9, 1.1), "fill": Named("constant")}),
				presetStep("elastic", 0.5, sets{"alpha": Number(30), "sigma": Number(4)}),
				presetStep("grayscale", 1, nil),
			}
		}},
}
