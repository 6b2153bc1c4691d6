package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"graft/core/imagefile/hostile"
)

// costlyJPEG is as large as a picture may be, and has as many scans as go over it within
// the limits: seconds of work.
func costlyJPEG() []byte { return hostile.ManyScans(8192, 16, "") }

// widePNG is a picture of one colour with 16 bits a channel: 8 bytes a pixel.
func widePNG(side int) []byte {
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	row := make([]byte, 1+8*side)
	for range side {
		z.Write(row)
	}
	z.Close()
	out := []byte("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(side)), uint32(side))
	for _, c := range []struct {
		kind string
		body []byte
	}{{"IHDR", append(head, 16, 6, 0, 0, 0)}, {"IDAT", packed.Bytes()}, {"IEND", nil}} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.body)))
		body := append([]byte(c.kind), c.body...)
		out = binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	return out
}

// emptyBMP is a black picture of nearly size bytes.
func emptyBMP(size int) []byte {
	const head = 54
	width := 4096
	height := (size - head) / (3 * width)
	b := make([]byte, head+3*width*height)
	copy(b, "BM")
	le := binary.LittleEndian
	le.PutUint32(b[2:], uint32(len(b)))
	le.PutUint32(b[10:], head)
	le.PutUint32(b[14:], 40)
	le.PutUint32(b[18:], uint32(width))
	le.PutUint32(b[22:], uint32(height))
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], 24)
	return b
}

// box packs files into a zip; equal bodies are packed once each time.
func box(files int, name func(i int) string, body func(i int) []byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for i := range files {
		w, _ := z.Create(name(i))
		w.Write(body(i))
	}
	z.Close()
	return b.Bytes()
}

// sharing is a zip whose entries all are the same bytes of it.
func sharing(entries int, body []byte) []byte {
	one := box(1, func(int) string { return "a/00.bmp" }, func(int) []byte { return body })
	at := bytes.Index(one, []byte("PK\x01\x02"))
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	entry := one[at:end]
	out := bytes.Clone(one[:at])
	for i := range entries {
		e := bytes.Clone(entry)
		copy(e[46:], fmt.Sprintf("%c/%02d.bmp", 'a'+i%2, i))
		out = append(out, e...)
	}
	tail := bytes.Clone(one[end:])
	le := binary.LittleEndian
	le.PutUint16(tail[8:], uint16(entries))
	le.PutUint16(tail[10:], uint16(entries))
	le.PutUint32(tail[12:], uint32(entries*len(entry)))
	return append(out, tail...)
}
