package recipe

var groupTitles = map[SettingGroup]Text{
	GroupBasics:         {"Basics", "基本"},
	GroupBackbone:       {"Training the backbone", "训练骨干网络"},
	GroupOptimizer:      {"Optimizer", "优化器"},
	GroupSchedule:       {"Learning-rate schedule", "学习率调度"},
	GroupRegularisation: {"Against overfitting", "防止过拟合"},
	GroupLoop:           {"Epochs", "训练循环"},
	GroupArticle:        {"The article’s setup", "原文中的设置"},
}

func tunes(t Train) bool { return t.TunesBackbone() }

// Every training setting, in the order in which a form shows them. Once
// released, a name and its default (DefaultTrain's) stay: links depend on them.
var settings = []Setting{
	{
		Name: "mode", Kind: SettingChoice, Group: GroupBasics, field: func(t *Train) any { return &t.Mode },
		Choices: []Choice{
			{string(ModeHead), Text{"Last layer", "最后一层"}},
			{string(ModeStage4), Text{"Last block too", "加上最后一段"}},
			{string(ModeAll), Text{"Whole network", "整个网络"}},
		},
		Title: Text{"What is trained", "训练范围"},
		Help:  Text{"A new last layer alone, the classifier, on features that are computed once: seconds. Or after it also the network’s last block, or all of it: minutes to hours, for many pictures, or for pictures unlike photographs.", "只训练新的最后一层（分类器），特征只计算一次，数秒完成；或在其后继续训练网络的最后一段或整个网络，需数分钟到数小时，适合图片很多或与照片差异很大的数据集。"},
	},
	{
		Name: "weights", Kind: SettingText, Group: GroupBasics, Max: 200, field: func(t *Train) any { return &t.Weights },
		Title: Text{"Weights", "权重"},
		Help:  Text{"What the backbone knows beforehand: auto (imagenet where it is, else starter), starter, imagenet, keras, random, the name of a ResNet-50 on the hub, or nothing for the server’s own.", "骨干网络的初始权重：auto（有 imagenet 时用它，否则用 starter）、starter、imagenet、keras、random、模型库中某个 ResNet-50 的名称，留空则用服务器默认权重。"},
	},
	{
		Name: "input_size", Kind: SettingWhole, Group: GroupBasics, Min: MinInput, Max: MaxInput, Step: 32, Unit: "px", field: func(t *Train) any { return &t.InputSize },
		Hints: []int{64, 96, 128, 160, 192, 224, 256, 320, 384, 448, 512},
		Zero:  Text{"the recipe’s", "同配方"},
		Title: Text{"Input size", "输入尺寸"},
		Help:  Text{"Width and height of the pictures that the network gets; 0 takes the recipe’s size, or 224 where that is no square of 32 to 512. Time and memory go with its square: 112 is four times as fast as 224, 448 four times as slow. Larger shows small things better; published weights know things best near 224. A classifier works at the size it was trained at.", "网络所见图片的宽与高；0 表示采用配方的尺寸，若其不是 32 至 512 的正方形则为 224。时间与内存随其平方变化：112 的速度约为 224 的四倍，448 约为四分之一。尺寸大有利于识别小物体；公开权重在 224 附近效果最好。分类器只能在训练时的尺寸下使用。"},
	},
	{
		Name: "epochs", Kind: SettingWhole, Group: GroupBasics, Min: 1, Max: 1000, Step: 1, field: func(t *Train) any { return &t.Epochs },
		Title: Text{"Epochs", "轮数"},
		Help:  Text{"Passes over the training pictures, all phases together.", "遍历训练图片的次数，各阶段合计。"},
	},
	{
		Name: "views", Kind: SettingWhole, Group: GroupBasics, Min: 1, Max: 100, Step: 1, field: func(t *Train) any { return &t.Views },
		Title: Text{"Augmented copies per picture", "每张图片的增强份数"},
		Help:  Text{"Augmented views of each training picture, beside the picture as it is; an epoch shows them all. When everything is trained, each epoch after the classifier’s shows one new view of each picture instead.", "每张训练图片除原图外的增强视图数，每轮全部使用。训练全部层时，分类器阶段之后的每一轮改为每张图片展示一个新视图。"},
	},
	{
		Name: "batch", Kind: SettingWhole, Group: GroupBasics, Min: 1, Max: 1024, Step: 1, Log: true, field: func(t *Train) any { return &t.Batch },
		Title: Text{"Batch", "批大小"},
		Help:  Text{"Views that each step averages its gradient over. A large one is computed in parts, so it needs no more memory.", "每步求平均梯度所用的视图数。较大的批会分段计算，不会占用更多内存。"},
	},
	{
		Name: "learning_rate", Kind: SettingNumber, Group: GroupBasics, Min: 1e-7, Max: 10, Step: 0.0001, Log: true, field: func(t *Train) any { return &t.LearningRate },
		Title: Text{"Learning rate", "学习率"},
		Help:  Text{"How far a step goes. Too small learns slowly, too large does not settle.", "每步更新的幅度。过小学得慢，过大不收敛。"},
	},
	{
		Name: "validation_split", Kind: SettingNumber, Group: GroupBasics, Min: 0.05, Max: 0.9, Step: 0.05, Unit: "%", field: func(t *Train) any { return &t.ValidationSplit },
		Title: Text{"Kept for testing (validation)", "留作验证"},
		Help:  Text{"Share of each class that is not trained on and not augmented, to check with.", "每类中不参与训练也不做增强、只用于验证的比例。"},
	},
	{
		Name: "seed", Kind: SettingWhole, Group: GroupBasics, Max: MaxSeed, Step: 1, field: func(t *Train) any { return &t.Seed },
		Title: Text{"Random seed", "随机种子"},
		Help:  Text{"Of the split, the first classifier, the order of the pictures and dropout: same seed, same result.", "决定划分、分类器初值、图片顺序与随机失活：相同种子，相同结果。"},
	},

	{
		Name: "head_epochs", Kind: SettingWhole, Group: GroupBackbone, Max: 999, Step: 1, Matters: tunes, field: func(t *Train) any { return &t.HeadEpochs },
		Title: Text{"Epochs for the classifier first", "先训练分类器的轮数"},
		Help:  Text{"The classifier is trained alone for this many of the epochs, so that its first, wild gradients do not spoil what the backbone knows.", "先用这么多轮单独训练分类器，避免初期混乱的梯度破坏骨干网络已学到的内容。"},
	},
	{
		Name: "backbone_rate", Kind: SettingNumber, Group: GroupBackbone, Min: 1e-6, Max: 1, Step: 0.001, Unit: "×", Log: true, Matters: tunes, field: func(t *Train) any { return &t.BackboneRate },
		Title: Text{"Backbone’s rate", "骨干学习率倍数"},
		Help:  Text{"The backbone learns with the learning rate times this: it has to move a little, not to start anew.", "骨干网络的学习率为总学习率乘以该值：只需微调，无需重学。"},
	},

	{
		Name: "optimizer", Kind: SettingChoice, Group: GroupOptimizer, field: func(t *Train) any { return &t.Optimizer },
		Choices: []Choice{{OptimizerAdam, Text{"Adam", "Adam"}}, {OptimizerAdamW, Text{"AdamW", "AdamW"}}, {OptimizerSGD, Text{"SGD", "SGD"}}},
		Title:   Text{"Optimizer", "优化器"},
		Help:    Text{"Adam suits almost everything. AdamW takes weight decay out of the gradient. SGD with momentum wants a larger learning rate, about ten times Adam’s.", "Adam 几乎总是合适。AdamW 将权重衰减与梯度分离。带动量的 SGD 需要更大的学习率，约为 Adam 的十倍。"},
	},
	{
		Name: "momentum", Kind: SettingNumber, Group: GroupOptimizer, Max: 0.999, Step: 0.01, field: func(t *Train) any { return &t.Momentum },
		Matters: func(t Train) bool { return t.Optimizer == OptimizerSGD },
		Title:   Text{"Momentum", "动量"},
		Help:    Text{"Share of the last step that SGD adds to the next.", "SGD 的下一步中保留上一步的比例。"},
	},
	{
		Name: "weight_decay", Kind: SettingNumber, Group: GroupOptimizer, Max: 1, Step: 0.0001, field: func(t *Train) any { return &t.WeightDecay },
		Title: Text{"Weight decay", "权重衰减"},
		Help:  Text{"Pulls kernels towards 0: with AdamW by this times the rate at each step, with Adam and SGD as part of the gradient (L2). Biases and normalisations are left alone.", "将卷积核与权重拉向 0：AdamW 每步按该值乘学习率缩小，Adam 与 SGD 则计入梯度（L2）。偏置与归一化参数不受影响。"},
	},

	{
		Name: "schedule", Kind: SettingChoice, Group: GroupSchedule, field: func(t *Train) any { return &t.Schedule },
		Choices: []Choice{{ScheduleConstant, Text{"Constant", "恒定"}}, {ScheduleCosine, Text{"Cosine", "余弦"}}, {ScheduleStep, Text{"Step", "阶梯"}}},
		Title:   Text{"Schedule", "调度"},
		Help:    Text{"How the learning rate goes in each phase: constant, down to 0 along a cosine, or down by a factor every few epochs.", "每个阶段中学习率的变化：恒定、沿余弦降到 0，或每隔若干轮按倍数下降。"},
	},
	{
		Name: "step_epochs", Kind: SettingWhole, Group: GroupSchedule, Min: 1, Max: 1000, Step: 1, field: func(t *Train) any { return &t.StepEpochs },
		Matters: func(t Train) bool { return t.Schedule == ScheduleStep },
		Title:   Text{"Epochs a step", "阶梯间隔"},
		Help:    Text{"After how many epochs the rate falls, each time.", "每隔多少轮下降一次。"},
	},
	{
		Name: "step_factor", Kind: SettingNumber, Group: GroupSchedule, Min: 0.001, Max: 1, Step: 0.05, Unit: "×", field: func(t *Train) any { return &t.StepFactor },
		Matters: func(t Train) bool { return t.Schedule == ScheduleStep },
		Title:   Text{"Factor a step", "阶梯倍数"},
		Help:    Text{"What the rate is multiplied by when it falls.", "每次下降时学习率所乘的倍数。"},
	},
	{
		Name: "warmup_epochs", Kind: SettingWhole, Group: GroupSchedule, Max: 100, Step: 1, field: func(t *Train) any { return &t.WarmupEpochs },
		Title: Text{"Warm-up", "预热轮数"},
		Help:  Text{"Epochs at the beginning of each phase over which the rate rises from 0, step by step.", "每个阶段开头学习率从 0 逐步升高所用的轮数。"},
	},

	{
		Name: "label_smoothing", Kind: SettingNumber, Group: GroupRegularisation, Max: 0.9, Step: 0.01, field: func(t *Train) any { return &t.LabelSmoothing },
		Title: Text{"Label smoothing", "标签平滑"},
		Help:  Text{"Share of each label that is spread evenly over all classes, so that the classifier does not become too sure.", "每个标签中平均分给所有类别的比例，避免分类器过于自信。"},
	},
	{
		Name: "dropout", Kind: SettingNumber, Group: GroupRegularisation, Max: 0.9, Step: 0.05, field: func(t *Train) any { return &t.Dropout },
		Title: Text{"Dropout", "随机失活"},
		Help:  Text{"Share of the classifier’s inputs that each step leaves out, drawn anew; the others are scaled up.", "每步随机置零的分类器输入比例，其余按比例放大。"},
	},
	{
		Name: "class_weights", Kind: SettingChoice, Group: GroupRegularisation, field: func(t *Train) any { return &t.ClassWeights },
		Choices: []Choice{{ClassWeightsNone, Text{"None", "无"}}, {ClassWeightsBalanced, Text{"Balanced", "均衡"}}},
		Title:   Text{"Class weights", "类别权重"},
		Help:    Text{"Balanced: a picture of a rare class counts for more, so that every class weighs the same.", "均衡：稀少类别的图片权重更大，使各类别总权重相同。"},
	},

	{
		Name: "patience", Kind: SettingWhole, Group: GroupLoop, Min: 1, Max: 1000, Step: 1, Unit: "epochs", field: func(t *Train) any { return &t.Patience },
		Zero:  Text{"off", "关闭"},
		Title: Text{"Patience", "早停耐心"},
		Help:  Text{"A phase ends when the validation loss has not improved for this many epochs; 0 never ends early.", "验证损失连续这么多轮没有改善时结束当前阶段；0 表示不提前结束。"},
	},
	{
		Name: "restore_best", Kind: SettingFlag, Group: GroupLoop, field: func(t *Train) any { return &t.RestoreBest },
		Title: Text{"Keep the best epoch", "保留最佳轮次"},
		Help:  Text{"Keeps the weights of the epoch with the lowest validation loss instead of the last epoch’s.", "保留验证损失最低的一轮的权重，而不是最后一轮。"},
	},
	{
		Name: "steps_per_epoch", Kind: SettingWhole, Group: GroupLoop, Min: 1, Max: 100000, Step: 1, field: func(t *Train) any { return &t.StepsPerEpoch },
		Zero:  Text{"all", "全部"},
		Title: Text{"Steps an epoch", "每轮步数"},
		Help:  Text{"As in Keras’s fit: batches to an epoch, the next epoch going on where this one ended; 0 is one whole pass.", "同 Keras 的 fit：每轮的批数，下一轮接着上一轮的位置继续；0 表示完整遍历一次。"},
	},
	{
		Name: "validation_steps", Kind: SettingWhole, Group: GroupLoop, Min: 1, Max: 100000, Step: 1, field: func(t *Train) any { return &t.ValidationSteps },
		Zero:  Text{"all", "全部"},
		Title: Text{"Validation steps", "验证步数"},
		Help:  Text{"As in Keras’s fit: batches of the validation pictures that each epoch is checked with; 0 is all of them. The final figures are of all.", "同 Keras 的 fit：每轮验证所用的批数；0 表示全部。最终结果总是使用全部验证图片。"},
	},

	{
		Name: "preprocess", Kind: SettingChoice, Group: GroupArticle, field: func(t *Train) any { return &t.Preprocess },
		Choices: []Choice{{PreprocessOwn, Text{"What the weights want", "权重所需"}}, {PreprocessRescale, Text{"1/255 only", "仅 1/255"}}},
		Title:   Text{"Preprocessing", "预处理"},
		Help:    Text{"Weights know pictures prepared in one way. The article only divided by 255: the network then sees something that it was never trained on.", "权重只认识按特定方式处理过的图片。原文只除以 255，于是网络看到的是它从未见过的输入。"},
	},
	{
		Name: "top", Kind: SettingChoice, Group: GroupArticle, field: func(t *Train) any { return &t.Top },
		Choices: []Choice{{TopFeatures, Text{"On the features", "接在特征上"}}, {TopSoftmax, Text{"On the 1000-way softmax", "接在 1000 类 softmax 上"}}},
		Title:   Text{"Where the classifier sits", "分类器的位置"},
		Help:    Text{"The 2048 features say what is seen. The article put its layer on top of ImageNet’s 1000 probabilities instead, of which nearly all are nearly 0: little is left to learn from.", "2048 个特征描述了所见内容。原文把新层接在 ImageNet 的 1000 个概率之后，而这些概率几乎全为 0，可学的信息很少。"},
	},
}
