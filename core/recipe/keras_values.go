package recipe

import (
	"fmt"
	"math"
)

// rescale: 1/255 only takes bytes to 0…1. Anything else changes what a network
// sees, and is a step.
func (k *kerasImport) rescale() error {
	if k.args["rescale"].none() {
		return nil
	}
	x, err := k.args["rescale"].number("rescale", 0)
	if err != nil || x == 0 {
		return err
	}
	factor := tidy(x * 255)
	if math.Abs(factor-1) < 0.01 {
		k.note("rescale=1/255 is no step: the weights bring the preprocessing that they were trained with", "rescale=1/255 不算步骤：权重自带训练时的预处理")
		return nil
	}
	if !(factor > 0 && factor <= 4) {
		return wrong("rescale", badRescale, x)
	}
	k.note(fmt.Sprintf("rescale=%g is %g times 1/255: brightness is multiplied by that, and white is cut off at full scale", x, factor),
		fmt.Sprintf("rescale=%g 是 1/255 的 %g 倍：亮度按此倍数缩放，超出满量程处截断", x, factor))
	return k.add("rescale", 1, map[string]Value{"factor": Number(factor), "offset": Number(0)})
}

func (k *kerasImport) samplewise() error {
	center, err := k.args["samplewise_center"].truth("samplewise_center")
	if err != nil {
		return err
	}
	std, err := k.args["samplewise_std_normalization"].truth("samplewise_std_normalization")
	if err != nil || !center && !std {
		return err
	}
	mode := "center_and_std"
	if !std {
		mode = "center"
	}
	k.note("samplewise normalisation is kept about mid-grey, in eight bits; that is what the network gets", "逐图标准化的结果以中灰为中心、以八位保存，网络看到的也是如此")
	return k.add("samplewise_normalization", 1, map[string]Value{"mode": Named(mode)})
}

func (k *kerasImport) featurewise() error {
	center, err := k.args["featurewise_center"].truth("featurewise_center")
	if err != nil {
		return err
	}
	std, err := k.args["featurewise_std_normalization"].truth("featurewise_std_normalization")
	if err != nil || !center && !std {
		return err
	}
	set := map[string]Value{}
	if !std { // a deviation of a quarter, shown as a quarter, is a factor of 1
		for _, c := range []string{"std_red", "std_green", "std_blue"} {
			set[c] = Number(0.25)
		}
	}
	k.note("featurewise normalisation needs the figures of a data set, which Keras takes in fit(); these are ImageNet's", "按数据集标准化需要数据集的统计量，Keras 由 fit() 得到；此处为 ImageNet 的统计量")
	return k.add("featurewise_normalization", 1, set)
}

// others are refused, or of no consequence here.
func (k *kerasImport) others() error {
	if on, err := k.args["zca_whitening"].truth("zca_whitening"); err != nil {
		return err
	} else if on {
		return wrong("zca_whitening", noWhitening)
	}
	if !k.args["preprocessing_function"].none() {
		k.note("preprocessing_function is no step: the weights bring the preprocessing that they were trained with", "preprocessing_function 不算步骤：权重自带训练时的预处理")
	}
	if order, err := k.args["interpolation_order"].number("interpolation_order", 1); err != nil {
		return err
	} else if order != 1 {
		k.note(fmt.Sprintf("interpolation_order=%g: pictures are resampled with order 1, bilinear", order), fmt.Sprintf("interpolation_order=%g：始终以 1 阶（双线性）插值", order))
	}
	split, err := k.args["validation_split"].number("validation_split", 0)
	if err != nil || split == 0 {
		return err
	}
	if !(split >= 0.05 && split <= 0.9) {
		return wrong("validation_split", badSplit, split)
	}
	t := DefaultTrain()
	t.ValidationSplit = split
	k.r.Train = &t
	k.note("validation_split: validation pictures are split off at random and never augmented, which Keras does", "validation_split：验证图片随机划分且不做增强；Keras 会增强它们")
	return nil
}
