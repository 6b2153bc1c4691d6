package imagefile

import "graft/core/fault"

// What a file is refused for. A file that asks for more than the limits allow is ErrLimit,
// whichever it is; one that is no picture of ours ErrFormat; one that cannot be read
// ErrDamaged.
var (
	ErrLimit   = fault.Define("imagefile.limit", "imagefile: more than the limits allow")
	ErrFormat  = fault.Define("imagefile.format", "imagefile: not a picture that is read")
	ErrDamaged = fault.Define("imagefile.unreadable", "imagefile: a picture that cannot be read")

	tooManyBytes  = limit("bytes", "bytes")
	tooManyPixels = limit("pixels", "pixels")
	tooLongSide   = limit("side", "pixels a side")
	tooManyScans  = limit("scans", "scans")
	tooMuchWork   = limit("scanned", "samples in all scans")
	tooMuchMemory = limit("memory", "MB of memory")
	tooSlow       = limit("time", "milliseconds to decode")

	empty     = fault.Define("imagefile.empty", "imagefile: empty file: "+wanted).Within(ErrFormat)
	notAPhoto = fault.Define("imagefile.other_format", "imagefile: this is {what}: "+wanted).Within(ErrFormat)
	isText    = fault.Define("imagefile.text", "imagefile: this is text, not a picture: "+wanted).Within(ErrFormat)
	unknown   = fault.Define("imagefile.unknown", "imagefile: not a picture of a known format: "+wanted).Within(ErrFormat)

	noPixels  = fault.Define("imagefile.no_pixels", "imagefile: {format} of {width}×{height} pixels: want at least 1×1").Within(ErrDamaged)
	madeUp    = fault.Define("imagefile.made_up", "imagefile: {format} of {bytes} bytes declares {width}×{height} pixels, which take at least {least}: the file is cut off or made up").Within(ErrDamaged)
	isCutOff  = fault.Define("imagefile.cut_off", "imagefile: {format} is cut off: {cause}").Within(ErrDamaged)
	isDamaged = fault.Define("imagefile.damaged", "imagefile: {format} is damaged or of a kind that is not read: {cause}").Within(ErrDamaged)
	gaveUp    = fault.Define("imagefile.gave_up", "imagefile: {format} is damaged: the decoder gave up: {cause}").Within(ErrDamaged)
)

const wanted = "want JPEG, PNG, GIF, BMP, WebP or PPM"

// limit is the kind of fault of a file that asks for more of what than it may.
func limit(code, what string) *fault.Kind {
	return fault.Define("imagefile.limit_"+code, "imagefile: {got} "+what+": want at most {most}").Within(ErrLimit)
}
