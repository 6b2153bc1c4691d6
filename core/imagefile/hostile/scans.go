package hostile

import (
	"bytes"
	"encoding/binary"
)

// ManyScans is a progressive grey JPEG of side by side pixels, black, whose scans go
// over every block again and again and change nothing: a few bytes make a decoder take
// side²·scans/64 steps. between, which may be "", stands before each scan.
func ManyScans(side, scans int, between string) []byte {
	b := []byte("\xff\xd8")
	segment := func(marker byte, body ...byte) {
		b = append(binary.BigEndian.AppendUint16(append(b, 0xff, marker), uint16(len(body)+2)), body...)
	}
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	segment(0xc2, 8, byte(side>>8), byte(side), byte(side>>8), byte(side), 1, 1, 0x11, 0)
	one := append([]byte{1}, make([]byte, 15)...)                // one code, of one bit
	segment(0xc4, append(append([]byte{0x00}, one...), 0x00)...) // of the means: no difference
	segment(0xc4, append(append([]byte{0x10}, one...), 0xe0)...) // of the rest: the end of 2^14 to 2^15-1 blocks
	blocks := ((side + 7) / 8) * ((side + 7) / 8)
	b = append(b, between...)
	segment(0xda, 1, 1, 0x00, 0, 0, 0x00)
	b = append(b, make([]byte, (blocks+7)/8)...) // a bit for each
	for k := 1; k < scans; k++ {
		precision := byte(0x10)
		if k == 1 {
			precision = 0x01
		}
		b = append(b, between...)
		segment(0xda, 1, 1, 0x00, 1, 63, precision)
		b = append(b, endOfBlocks(blocks)...)
	}
	return append(b, 0xff, 0xd9)
}

// endOfBlocks is a scan that ends so many blocks at once: code 0 and fourteen bits,
// 2^14 more blocks than these say.
func endOfBlocks(blocks int) (out []byte) {
	var bits, n uint32
	for left := blocks; left > 0; {
		run := min(max(left, 1<<14), 1<<15-1)
		left -= run
		bits, n = bits<<15|uint32(run-1<<14), n+15
		for ; n >= 8; n -= 8 {
			if out = append(out, byte(bits>>(n-8))); out[len(out)-1] == 0xff {
				out = append(out, 0)
			}
		}
	}
	return append(out, byte(bits<<(8-n)))
}
