package recipe

import (
	"fmt"
	"slices"
)

// Reason says why a setting was chosen.
type Reason struct {
	Setting string `json:"setting"` // its name
	Text    Text   `json:"text"`
}

// SuggestTrain returns settings that suit a data set with these numbers of
// pictures a class, and the reasons, in the order of Settings. What no reason
// is given for is DefaultTrain's. Counts of no class at all give DefaultTrain.
func SuggestTrain(counts []int) (Train, []Reason) {
	s := suggestion{t: DefaultTrain(), classes: len(counts)}
	if len(counts) == 0 {
		return s.t, nil
	}
	for _, n := range counts {
		s.pictures += n
	}
	s.fewest, s.most = slices.Min(counts), slices.Max(counts)
	s.chooseMode()
	s.chooseViews()
	s.chooseBatch()
	s.chooseSplit()
	s.chooseEpochs()
	s.chooseSchedule()
	s.chooseRegularisation()
	s.chooseLoop()
	slices.SortStableFunc(s.reasons, func(a, b Reason) int { return settingIndex(a.Setting) - settingIndex(b.Setting) })
	return s.t, s.reasons
}

func settingIndex(name string) int {
	return slices.IndexFunc(settings, func(s Setting) bool { return s.Name == name })
}

// suggestion is settings in the making.
type suggestion struct {
	t                               Train
	reasons                         []Reason
	pictures, classes, fewest, most int
}

func (s *suggestion) why(setting, en, zh string, args ...any) {
	s.reasons = append(s.reasons, Reason{setting, Text{fmt.Sprintf(en, args...), fmt.Sprintf(zh, args...)}})
}

// manyPictures is from where on the last stage has enough to learn from, in all
// and in each class.
const (
	manyPictures  = 1000
	manyEachClass = 50
)

func (s *suggestion) chooseMode() {
	if s.pictures >= manyPictures && s.fewest >= manyEachClass {
		s.t.Mode = ModeStage4
		s.why("mode", "%d pictures, at least %d a class, are enough to adapt the network’s last block too; the classifier alone takes seconds and is a fair first try.",
			"共 %d 张图片，每类至少 %d 张，足以同时调整网络的最后一段；只训练分类器仅需数秒，可先试一次。", s.pictures, s.fewest)
		return
	}
	s.why("mode", "%d pictures, %d in the smallest class, are too few to move the backbone’s 23 million weights without it learning them by heart.",
		"共 %d 张图片，最小类别 %d 张，不足以调整骨干网络的 2300 万个权重，否则它会死记硬背。", s.pictures, s.fewest)
}

func (s *suggestion) chooseViews() {
	switch n := s.pictures; {
	case n < 100:
		s.t.Views = 8
		s.why("views", "Of only %d pictures, many augmented views are worth their time.", "只有 %d 张图片，多生成增强视图很划算。", n)
	case n < 1000:
		s.t.Views = 4
		s.why("views", "A few views of each of %d pictures show what may vary.", "为 %d 张图片各生成几个视图，展示可能的变化。", n)
	case n < 5000:
		s.t.Views = 2
		s.why("views", "%d pictures show much variety themselves; more views cost more than they teach.", "%d 张图片本身已有丰富变化，更多视图得不偿失。", n)
	default:
		s.t.Views = 1
		s.why("views", "%d pictures show enough variety themselves.", "%d 张图片本身已有足够变化。", n)
	}
}

func (s *suggestion) chooseBatch() {
	if s.t.Batch = 32; s.pictures < 40 {
		s.t.Batch = 8
		s.why("batch", "With %d pictures, larger batches leave few steps to an epoch.", "只有 %d 张图片，批太大则每轮步数太少。", s.pictures)
	}
}

func (s *suggestion) chooseSplit() {
	switch n := s.pictures; {
	case n < 100:
		s.t.ValidationSplit = 0.3
		s.why("validation_split", "A fifth of %d pictures would be too few to measure with.", "%d 张图片的五分之一太少，不足以衡量效果。", n)
	case n >= 5000:
		s.t.ValidationSplit = 0.1
		s.why("validation_split", "A tenth of %d pictures measures well enough.", "%d 张图片的十分之一已足够衡量。", n)
	}
}

// wantedSteps is how many steps a head is given to settle.
const wantedSteps = 1000

func (s *suggestion) chooseEpochs() {
	shown := float64(s.pictures) * (1 - s.t.ValidationSplit) * float64(1+s.t.Views)
	steps := max(1, int(shown)/s.t.Batch)
	epochs := min(max(wantedSteps/steps, 10), 60)
	if s.t.Mode == ModeStage4 {
		s.t.HeadEpochs, s.t.Epochs = 3, 10
		s.why("epochs", "Three epochs settle the classifier; seven more with %d steps each adapt the last block.", "前 3 轮让分类器稳定，其后 7 轮（每轮 %d 步）调整最后一段。", steps)
		return
	}
	s.t.Epochs = epochs
	s.why("epochs", "About %d steps an epoch: %d epochs are enough for the classifier to settle.", "每轮约 %d 步：%d 轮足以让分类器稳定。", steps, epochs)
}

func (s *suggestion) chooseSchedule() {
	s.t.Schedule = ScheduleCosine
	s.why("schedule", "A rate that falls to 0 lets the last epochs settle instead of jumping about.", "学习率逐渐降到 0，最后几轮得以稳定而不再跳动。")
}

func (s *suggestion) chooseRegularisation() {
	if s.pictures < 500 {
		s.t.Dropout = 0.2
		s.why("dropout", "2048 features of %d pictures are easily learnt by heart; leaving some out each time makes that harder.", "%d 张图片的 2048 个特征容易被死记，每次随机丢弃一部分可减轻这种情况。", s.pictures)
	}
	if s.classes >= 10 {
		s.t.LabelSmoothing = 0.1
		s.why("label_smoothing", "Among %d classes some are alike: a little doubt in the labels keeps the classifier from being too sure.", "%d 个类别中难免有相似者：给标签留一点余地，避免分类器过于自信。", s.classes)
	}
	if s.most >= 2*s.fewest && s.fewest > 0 {
		s.t.ClassWeights = ClassWeightsBalanced
		s.why("class_weights", "The largest class has %d pictures, the smallest %d: unweighted, the classifier would lean towards the large one.", "最大类别有 %d 张，最小类别只有 %d 张：不加权会偏向大类。", s.most, s.fewest)
	}
	if s.t.Mode == ModeStage4 {
		s.t.Optimizer, s.t.WeightDecay = OptimizerAdamW, 0.0001
		s.why("optimizer", "AdamW holds the weights of the last block back a little.", "AdamW 对最后一段的权重稍加约束。")
	}
}

func (s *suggestion) chooseLoop() {
	s.t.RestoreBest = true
	s.why("restore_best", "Whatever comes after the best epoch is not kept.", "最佳轮次之后的结果不保留。")
	if s.t.Mode == ModeHead {
		s.t.Patience = max(5, s.t.Epochs/3)
		s.why("patience", "%d epochs without any gain: more will not bring one.", "连续 %d 轮没有改善，继续下去也不会有。", s.t.Patience)
	}
}
