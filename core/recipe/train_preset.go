package recipe

// TrainPreset is a set of training settings to begin with.
type TrainPreset struct {
	Name        string // snake case, for links and tests
	Title, Help Text
	Train       Train
}

// TrainPresets returns the article's own settings and, beside them, the same
// run done right, so that one can see what the difference is made of.
func TrainPresets() []TrainPreset {
	right := DefaultTrain()
	right.Epochs, right.Views = 3, 1
	article := right
	article.Preprocess, article.Top = PreprocessRescale, TopSoftmax
	return []TrainPreset{
		{"article", Text{"Article (shows its flaw)", "原文（可见其缺陷）"},
			Text{"Three epochs of Adam on pictures divided by 255, which the weights were not trained on, and a dense layer on top of the 1000-way softmax: it stays near chance.", "图片只除以 255（并非权重所需的预处理），新层接在 1000 类 softmax 之后，用 Adam 训练三轮：准确率停留在随机水平附近。"}, article},
		{"right", Text{"Article, corrected", "原文，改正后"},
			Text{"The same three epochs with the preprocessing that the weights want and the dense layer on the 2048 features.", "同样三轮，但使用权重所需的预处理，新层接在 2048 个特征之后。"}, right},
	}
}
