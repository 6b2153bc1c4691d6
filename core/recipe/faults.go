package recipe

import "graft/core/fault"

// Error is a fault in a recipe, with the place where it lies, as in "steps[2].degrees".
type Error struct{ Fault *fault.Error }

func (e *Error) Error() string { return "recipe: " + e.Fault.Error() }

// Unwrap returns the fault.
func (e *Error) Unwrap() error { return e.Fault }

// wrong is a fault of a kind in a field, "" for the whole.
func wrong(field string, kind *fault.Kind, values ...any) error {
	return &Error{kind.At(field, values...)}
}

// wrongIn is err, a fault of a value, in the field that has it.
func wrongIn(field string, err error) error { return &Error{fault.Of(err).In(field)} }

var (
	tooLong       = fault.Define("recipe.too_long", "{bytes} bytes: want at most {most}")
	badVersion    = fault.Define("recipe.version", "{version}: this Graft reads version {reads}")
	badSeed       = fault.Define("recipe.seed", "{seed}: want 0 to {most}")
	badSize       = fault.Define("recipe.size", "{width}×{height}: want each side 1 to {most}")
	notASize      = fault.Define("recipe.not_a_size", "{n} numbers: want width and height, as in [224, 224]")
	tooManySteps  = fault.Define("recipe.too_many_steps", "{n} of them: want at most {most}")
	noOperation   = fault.Define("recipe.no_operation", `want the name of an operation, as in "rotation"`)
	whatOperation = fault.Define("recipe.what_operation", "{op:%q} is no operation: see `graft augment -h` for the list")
	badP          = fault.Define("recipe.probability", "{p:%g}: a probability lies within 0 to 1")
	notAP         = fault.Define("recipe.not_a_probability", "{value}: want a probability within 0 to 1")
	notAFlag      = fault.Define("recipe.not_a_flag", "{value}: want true or false")
	whatParameter = fault.Define("recipe.what_parameter", "{op} has no such parameter: {parameters}")
	isMissing     = fault.Define("recipe.missing", "missing")
	notJSON       = fault.Define("recipe.not_json", "not a recipe in JSON: {cause}")
	wrongType     = fault.Define("recipe.wrong_type", "{got}: want {want}")
	aText         = fault.Define("recipe.a_text", "a text")
	aNumber       = fault.Define("recipe.a_number", "a number")
	aWhole        = fault.Define("recipe.a_whole_number", "a whole number")
	aWholeFrom0   = fault.Define("recipe.a_whole_number_from_0", "a whole number from 0 on")
	aList         = fault.Define("recipe.a_list", "a list")
	anObject      = fault.Define("recipe.an_object", "an object")
	more          = fault.Define("recipe.more", "something follows the recipe's closing brace")
	damagedLink   = fault.Define("recipe.damaged_link", "the link is cut off or damaged: copy the whole of it")
	emptyLink     = fault.Define("recipe.empty_link", "the link has no recipe: want #r=… in it")

	// values of parameters
	badKind      = fault.Define("recipe.value_kind", "recipe: value of kind {kind:%q}: want number, range or choice")
	emptyValue   = fault.Define("recipe.value_empty", "recipe: empty value")
	notARange    = fault.Define("recipe.not_a_range", "recipe: range {value}: want two numbers, as in [0.5, 1.5]")
	notTwo       = fault.Define("recipe.not_two", "recipe: range {value} has {n} numbers: want two, as in [0.5, 1.5]")
	notAText     = fault.Define("recipe.not_a_text", "recipe: text {value}: {cause}")
	notAValue    = fault.Define("recipe.not_a_value", "recipe: value {value}: want a number, a range such as [0.5, 1.5] or a word in quotes")
	otherKind    = fault.Define("recipe.other_kind", "is a {got}: want a {want} such as {example}")
	whatChoice   = fault.Define("recipe.what_choice", "{value:%.40q} is not known: want one of {choices}")
	upsideDown   = fault.Define("recipe.upside_down", "[{low:%g}, {high:%g}]: want the lower bound first")
	rangeOutside = fault.Define("recipe.range_outside", "[{low:%g}, {high:%g}]: want both within {least:%g} to {most:%g}")
	outside      = fault.Define("recipe.outside", "{value:%g}: want {least:%g} to {most:%g}")

	// training settings
	notTrue       = fault.Define("recipe.setting_not_a_flag", "{value:%.40q}: want true or false")
	notWhole      = fault.Define("recipe.setting_not_whole", "{value:%.40q}: want a whole number")
	notANumber    = fault.Define("recipe.setting_not_a_number", "{value:%.40q}: want a number")
	settingFar    = fault.Define("recipe.setting_outside", "{value}: want {least} to {most}")
	settingNought = fault.Define("recipe.setting_outside_or_0", "{value}: want 0 ({zero}) or {least} to {most}")
	settingLong   = fault.Define("recipe.setting_long", "{characters} characters: want at most {most:%g}")
	headTooLong   = fault.Define("recipe.head_epochs", "{head} of {epochs} epochs: want fewer than epochs, or mode {mode:%q}")
	warmupTooLong = fault.Define("recipe.warmup_epochs", "{warmup} of {epochs} epochs: want at most epochs")

	// calls of ImageDataGenerator, and Python's values
	badLevel       = fault.Define("recipe.keras_level", "{value:%g}: want a level of 0 to 255")
	above          = fault.Define("recipe.keras_above", "{value:%g}: want at most {most:%g}")
	badZoom        = fault.Define("recipe.keras_zoom", "from {low:%g} to {high:%g}: want both within 0.1 to 4")
	badBrightness  = fault.Define("recipe.keras_brightness", "from {low:%g} to {high:%g}: want both within 0 to 3")
	wantTwo        = fault.Define("recipe.keras_two", "want two numbers, as in [0.5, 1.5]")
	listOfShifts   = fault.Define("recipe.keras_shifts", "a list of shifts: want a number")
	farShift       = fault.Define("recipe.keras_far_shift", "{pixels:%g} pixels: want at most 512")
	wholeSide      = fault.Define("recipe.keras_whole_side", "more than the whole side: want at most {most:%g} pixels")
	badRescale     = fault.Define("recipe.keras_rescale", "{value:%g}: want about 1/255, which is no step, or up to four times as much")
	noWhitening    = fault.Define("recipe.keras_whitening", "True: Graft has nothing like it")
	badSplit       = fault.Define("recipe.keras_split", "{value:%g}: want 0.05 to 0.9")
	wantNumber     = fault.Define("recipe.keras_want_number", "want a number")
	wantTrue       = fault.Define("recipe.keras_want_flag", "want True or False")
	wantWord       = fault.Define("recipe.keras_want_word", "want a word in quotes, as in {example:%q}")
	noParentheses  = fault.Define("recipe.keras_no_parentheses", "{function}: want its parameters in parentheses behind it")
	noEnd          = fault.Define("recipe.keras_no_end", `the call of {function} has no end: want ")"`)
	noComma        = fault.Define("recipe.keras_no_comma", "{here:%q}: want a comma between two parameters")
	notNamed       = fault.Define("recipe.keras_not_named", "{here:%q}: want parameters as in rotation_range=20")
	noParameter    = fault.Define("recipe.keras_no_parameter", "is no parameter of ImageDataGenerator")
	twice          = fault.Define("recipe.keras_twice", "is there twice")
	signBetween    = fault.Define("recipe.python_sign_between", "{sign:%q} between things that are not numbers")
	numberNoEnd    = fault.Define("recipe.python_number_no_end", "the number has no end")
	tooNested      = fault.Define("recipe.python_nested", "more than {most} parentheses within each other")
	nothingBehind  = fault.Define("recipe.python_nothing", "nothing behind it: want a value")
	signBefore     = fault.Define("recipe.python_sign_before", "a sign before what is no number")
	wantEnd        = fault.Define("recipe.python_want_end", "{here:%q}: want {end:%q} or a comma")
	noClosingQuote = fault.Define("recipe.python_no_quote", "a text without its closing quote")
	noNumber       = fault.Define("recipe.python_no_number", "{text:%q} is no number")
	wantValue      = fault.Define("recipe.python_want_value", "{here:%q}: want a value")
)
