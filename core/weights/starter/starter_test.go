package starter

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

const meta = `"__metadata__":{"format":"graft-starter-1","variant":"v1.5","preprocess":"torchvision","version":"7","card":"{\"saw\":\"shapes\"}"}`

// file packs a header and data as Parse reads them.
func file(header string, data ...byte) []byte {
	raw := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return pack(append(append(raw, header...), data...))
}

func pack(raw []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(raw)
	z.Close()
	return b.Bytes()
}

// small has a kernel of two channels worth 0.5 and 2, and two numbers, 1.5
// and -3.
func small() []byte {
	data := []byte{1, 0xff, 127, 0x80}
	data = binary.LittleEndian.AppendUint32(data, math.Float32bits(0.5))
	data = binary.LittleEndian.AppendUint32(data, math.Float32bits(2))
	data = binary.LittleEndian.AppendUint32(data, math.Float32bits(1.5))
	data = binary.LittleEndian.AppendUint32(data, math.Float32bits(-3))
	return file(`{`+meta+`,"k":{"dtype":"I8","shape":[2,2,1,1],"data_offsets":[0,4]},`+
		`"k.scale":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},`+
		`"n":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}`, data...)
}

func TestParse(t *testing.T) {
	set, err := Parse(small())
	if err != nil {
		t.Fatal(err)
	}
	if set.Version != "7" || set.Variant != "v1.5" || set.Preprocess != "torchvision" || set.Card != `{"saw":"shapes"}` || len(set.Tensors) != 2 {
		t.Errorf("set = %+v", set)
	}
	if k := set.Tensors["k"]; !slices.Equal(k.Shape, []int{2, 2, 1, 1}) || !slices.Equal(k.Data, []float32{0.5, -0.5, 254, -256}) {
		t.Errorf("kernel = %+v, want 1, -1 times 0.5, 127, -128 times 2", k)
	}
	if n := set.Tensors["n"]; !slices.Equal(n.Data, []float32{1.5, -3}) {
		t.Errorf("numbers = %+v, want 1.5, -3", n)
	}
}

func TestParseRefuses(t *testing.T) {
	with := func(old, new string) []byte {
		raw, err := unpack(small())
		if err != nil {
			t.Fatal(err)
		}
		n := binary.LittleEndian.Uint64(raw)
		header := string(raw[8 : 8+n])
		if !strings.Contains(header, old) {
			t.Fatalf("%q is not in %s", old, header)
		}
		return file(strings.Replace(header, old, new, 1), raw[8+n:]...)
	}
	for _, tc := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "want a gzip file"},
		{"no gzip", []byte("safetensors, perhaps"), "want a gzip file"},
		{"cut off", small()[:len(small())-12], "unexpected EOF"},
		{"damaged", append(slices.Clone(small()[:len(small())-8]), 1, 2, 3, 4, 5, 6, 7, 8), "checksum"},
		{"a bomb", pack(make([]byte, maxUnpacked+1)), "unpacks to more than"},
		{"empty", pack(nil), "not a safetensors file"},
		{"long header", pack([]byte{0, 0, 0, 0, 0, 0, 0, 0xff}), "not a safetensors file"},
		{"no JSON", file("{"), "header"},
		{"no metadata", file("{}"), "metadata"},
		{"format", with("graft-starter-1", "graft-starter-9"), `format "graft-starter-9": want`},
		{"variant", with("v1.5", "v1"), `variant "v1": want`},
		{"preprocess", with(`"torchvision"`, `"keras"`), `preprocess "keras": want`},
		{"version", with(`"version":"7"`, `"version":""`), "version"},
		{"card", with(`{\"saw\":\"shapes\"}`, `saw shapes`), "card"},
		{"type", with(`"n":{"dtype":"F32"`, `"n":{"dtype":"F16"`), `type "F16": want I8 or F32`},
		{"outside", with(`[12,20]`, `[14,22]`), "outside the file"},
		{"negative", with(`[12,20]`, `[-8,0]`), "outside the file"},
		{"backwards", with(`[12,20]`, `[20,12]`), "outside the file"},
		{"shape", with(`"shape":[2],"data_offsets":[12,20]`, `"shape":[3],"data_offsets":[12,20]`), "want 12"},
		{"negative shape", with(`[2,2,1,1]`, `[-2,-2,1,1]`), "does not fit"},
		{"overflow", with(`[2,2,1,1]`, `[33554432,33554432,33554432,4]`), "does not fit"},
		{"no channels", with(`[2,2,1,1],"data_offsets":[0,4]`, `[0,2,1,1],"data_offsets":[0,0]`), "output channels"},
		{"no scale", with(`"k.scale"`, `"l"`), "scale"},
		{"scale of nothing", with(`"I8","shape":[2,2,1,1]`, `"F32","shape":[1]`), "want a kernel k of type I8"},
		{"scale's shape", with(`"shape":[2],"data_offsets":[4,12]`, `"shape":[1],"data_offsets":[4,8]`), "want F32 [2]"},
		{"scale's type", with(`"F32","shape":[2],"data_offsets":[4,12]`, `"I8","shape":[2],"data_offsets":[4,6]`), "want F32 [2]"},
	} {
		if _, err := Parse(tc.data); err == nil || !strings.Contains(err.Error(), tc.want) || !strings.HasPrefix(err.Error(), "starter: ") {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

// What the program carries weighs no more than it may, and can be read.
func TestCarried(t *testing.T) {
	if len(packed) > MaxBytes {
		t.Errorf("resnet50.bin has %d bytes: want at most %d", len(packed), MaxBytes)
	}
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load()
	if err != nil || again != set {
		t.Errorf("a second Load = %p, %v, want the first, %p", again, err, set)
	}
	if got := set.Tensors["fc.weight"].Shape; !slices.Equal(got, []int{1000, 2048}) {
		t.Errorf("the last layer has shape %v, want [1000 2048]", got)
	}
}

// FuzzParse: whatever a file says, reading it fails or gives tensors whose
// numbers fill their shapes.
func FuzzParse(f *testing.F) {
	raw, err := unpack(small())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, '{', '}'})
	f.Fuzz(func(t *testing.T, raw []byte) {
		set, err := Parse(pack(raw)) // past the checksum, which guards the rest
		if err != nil {
			return
		}
		for name, tensor := range set.Tensors {
			n := 1
			for _, d := range tensor.Shape {
				n *= d
			}
			if n != len(tensor.Data) {
				t.Errorf("%s: %d numbers in shape %v", name, len(tensor.Data), tensor.Shape)
			}
		}
	})
}

func ExampleParse() {
	set, err := Parse(small())
	if err != nil {
		panic(err)
	}
	card, _ := json.Marshal(set.Card)
	fmt.Println(set.Version, set.Tensors["k"].Data, string(card))
	// Output: 7 [0.5 -0.5 254 -256] "{\"saw\":\"shapes\"}"
}
