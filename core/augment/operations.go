package augment

// Those that policies apply too.
var (
	hueOp          = &operation{read: plusMinus("delta"), draw: between, names: []string{"delta"}, row: hue}
	equalizeOp     = &operation{read: noParams, draw: always, row: fromTable, each: true, measure: addCounts, measureBytes: addCountsBytes, conclude: concludeEqualize}
	autocontrastOp = &operation{read: noParams, draw: always, row: fromTable, each: true, measure: addCounts, measureBytes: addCountsBytes, conclude: concludeAutocontrast}
	invertOp       = &operation{read: noParams, draw: always, row: invert, each: true}
)

// operations are those of recipe.Ops, by name.
var operations = map[string]*operation{
	// Geometry.
	"flip_left_right": {read: noParams, draw: always, affine: flipLeftRight, inside: true},
	"flip_up_down":    {read: noParams, draw: always, affine: flipUpDown, inside: true},
	"resized_crop":    {read: readBox, draw: drawCrop, names: boxNames, affine: cropTo, inside: true},
	"random_crop":     {read: readRandomCrop, draw: drawRandomCrop, names: boxNames, affine: cropTo, inside: true, fades: true},
	"center_crop":     {read: noParams, draw: drawCentreCrop, names: boxNames, affine: cropTo, inside: true},
	"resize_with_pad": {read: noParams, draw: drawWithPad, names: boxNames, affine: cropTo},
	"pad":             {read: number("pixels"), draw: same, names: []string{"pixels"}, affine: pad, fades: true},
	"rotation":        {read: plusMinus("degrees"), draw: between, names: []string{"degrees"}, affine: rotate},
	"width_shift":     {read: plusMinus("fraction"), draw: between, names: []string{"fraction"}, affine: shiftWidth},
	"height_shift":    {read: plusMinus("fraction"), draw: between, names: []string{"fraction"}, affine: shiftHeight},
	"pixel_shift":     {read: readPixelShift, draw: drawPixelShift, names: []string{"x", "y"}, affine: shiftPixels},
	"translation":     {read: readTranslation, draw: same2, names: []string{"x", "y"}, affine: translate},
	"shear":           {read: plusMinus("degrees"), draw: between, names: []string{"degrees"}, affine: shear},
	"zoom":            {read: bounds("range"), draw: drawZoom, names: []string{"x", "y"}, affine: zoom},
	"scale":           {read: bounds("range"), draw: between, names: []string{"factor"}, affine: scale},
	"perspective":     {read: number("distortion"), draw: drawPerspective, names: cornerNames, projective: perspective, fades: true},
	"elastic":         {read: readElastic, draw: drawElastic, names: []string{"alpha", "sigma"}, canvas: elastic, fades: true},

	// Colour.
	"brightness":                {read: bounds("range"), draw: between, names: []string{"factor"}, row: brightness, each: true, linear: true, rounds: downwards},
	"brightness_delta":          {read: plusMinus("delta"), draw: between, names: []string{"delta"}, row: brightnessDelta, each: true},
	"contrast":                  {read: bounds("range"), draw: between, names: []string{"factor"}, row: contrast, each: true, linear: true, measure: addMean, measureBytes: addMeanBytes, conclude: concludeMean},
	"saturation":                {read: bounds("range"), draw: between, names: []string{"factor"}, row: saturation, bytes: saturateBytes},
	"hue":                       hueOp,
	"gamma":                     {read: bounds("range"), draw: between, names: []string{"gamma"}, row: gamma, each: true},
	"grayscale":                 {read: noParams, draw: always, row: grayscale},
	"channel_shift":             {read: plusMinus("levels"), draw: between, names: []string{"levels"}, row: channelShift, each: true, measure: addExtremes, measureBytes: addExtremesBytes, conclude: nothing, rounds: toNearest},
	"invert":                    invertOp,
	"posterize":                 {read: bounds("bits"), draw: integerBetween, names: []string{"bits"}, row: posterize, each: true},
	"solarize":                  {read: bounds("threshold"), draw: between, names: []string{"threshold"}, row: solarize, each: true},
	"equalize":                  equalizeOp,
	"autocontrast":              autocontrastOp,
	"rescale":                   {read: readRescale, draw: same2, names: []string{"factor", "offset"}, row: rescale, each: true, rounds: toNearest},
	"samplewise_normalization":  {read: readSamplewise, draw: same2, row: samplewise, each: true, measure: addMoments, conclude: concludeMoments, rounds: toNearest},
	"featurewise_normalization": {read: readFeaturewise, draw: sameAll, row: featurewise, each: true, rounds: toNearest},

	// Pixels.
	"gaussian_noise":  {read: bounds("stddev"), draw: between, names: []string{"stddev"}, row: gaussianNoise, rounds: toNearest},
	"salt_and_pepper": {read: readSaltPepper, draw: drawSaltPepper, names: []string{"amount"}, row: saltAndPepper},
	"gaussian_blur":   {read: bounds("sigma"), draw: between, names: []string{"sigma"}, planes: gaussianBlur, rounds: toNearest},
	"sharpen":         {read: bounds("factor"), draw: between, names: []string{"factor"}, planes: sharpen, rounds: downwards},
	"jpeg_quality":    {read: bounds("quality"), draw: integerBetween, names: []string{"quality"}, planes: jpegQuality},
	"erase":           {read: readErase, draw: drawErase, names: boxNames, row: erase},
	"fill":            {read: readFill, draw: drawFill, names: boxNames, row: cover},
	"cutout":          {read: readCutout, draw: drawCutout, names: boxNames, row: cover},
	"channel_dropout": {read: number("level"), draw: drawChannel, names: []string{"channel"}, row: dropChannel},

	// Policies and batches.
	"color_jitter":    {read: readJitter, draw: drawJitter, names: policyNames, canvas: applyPolicy, policy: true},
	"rand_augment":    {read: readRandAugment, draw: drawRandAugment, names: policyNames, canvas: applyPolicy, policy: true, fades: true},
	"trivial_augment": {read: noParams, draw: drawTrivialAugment, names: policyNames, canvas: applyPolicy, policy: true, fades: true},
	"auto_augment":    {read: noParams, draw: drawAutoAugment, names: policyNames, canvas: applyPolicy, policy: true, fades: true},
	"mix_up":          {read: number("alpha"), draw: drawLambda, names: []string{"lambda"}, batch: mixUp},
	"cut_mix":         {read: number("alpha"), draw: drawCutMix, names: []string{"lambda", "x", "y"}, batch: cutMix},
}
