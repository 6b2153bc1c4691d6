// Package imagefile takes pictures in and puts them out: JPEG, PNG, GIF (first
// frame), BMP, WebP and PPM/PGM, told apart by their bytes and never by a name.
//
// [Decode] gives opaque NRGBA with the orientation of the camera applied and
// transparency laid on white. Sizes are checked against [Limits] before memory
// is taken. It never panics, and the same bytes give the same pixels on every
// platform. TIFF is refused: Go's decoder for it panics on crafted files
// (CVE-2023-36308).
package imagefile
