package head

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

// small returns a head of two classes whose kernel is zero but for its first
// two rows.
func small() *Head {
	h := &Head{
		Classes: []string{"hotdog", "其他 \"other\""}, Kernel: make([]float32, 2*Features), Bias: []float32{0.5, -0.25},
		Backbone: "resnet50", Weights: "random", WeightsDigest: "00ff", Preprocessing: "torchvision", Size: [2]int{224, 200},
	}
	copy(h.Kernel, []float32{1, 2, -3, 0.5})
	return h
}

func vector(first ...float32) []float32 {
	x := make([]float32, Features)
	copy(x, first)
	return x
}

func TestPredict(t *testing.T) {
	h := small()
	for _, tc := range []struct {
		name     string
		features []float32
		logit    float64 // of class 0 less that of class 1, by hand
	}{
		{"bias alone", vector(), 0.75},
		{"first feature", vector(2), 2*1 + 0.5 - (2*2 - 0.25)},
		{"both", vector(1, 1), 1 - 3 + 0.5 - (2 + 0.5 - 0.25)},
		{"huge logits do not overflow", vector(1e30), -1e30},
		{"huge the other way", vector(-1e30), 1e30},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := h.Predict(tc.features)
			if err != nil {
				t.Fatal(err)
			}
			want := 1 / (1 + math.Exp(-tc.logit))
			if math.Abs(float64(p[0])-want) > 1e-7 || math.Abs(float64(p[1])-(1-want)) > 1e-7 {
				t.Errorf("Predict(%v…) = %v, want [%g %g]", tc.features[:2], p, want, 1-want)
			}
		})
	}
}

func TestPredictErrors(t *testing.T) {
	broken := small()
	broken.Bias = broken.Bias[:1]
	for _, tc := range []struct {
		name     string
		head     *Head
		features []float32
		want     string
	}{
		{"short", small(), make([]float32, 2047), "2047 features: want 2048"},
		{"NaN", small(), vector(0, float32(math.NaN())), "feature 1 is NaN"},
		{"infinite", small(), vector(float32(math.Inf(1))), "feature 0 is +Inf"},
		{"head without bias", broken, vector(), "do not fit 2 classes"},
		{"zero head", &Head{}, vector(), "do not fit 0 classes"},
	} {
		if p, err := tc.head.Predict(tc.features); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: Predict = %v, %v, want an error with %q", tc.name, p, err, tc.want)
		}
	}
}

func TestEncodeDecode(t *testing.T) {
	h := small()
	data, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if n := binary.LittleEndian.Uint64(data); n%8 != 0 || int(n) != len(data)-8-4*2*(Features+1) {
		t.Errorf("header of %d bytes in a file of %d: want a multiple of 8 and the numbers behind it", n, len(data))
	}
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, h) {
		t.Errorf("Decode(Encode(h)) = %+v, want %+v", got, h)
	}
	again, err := got.Encode()
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("encoding again: %v, equal bytes: %v, want equal bytes", err, bytes.Equal(again, data))
	}
}

// file builds a safetensors file by hand, independent of Encode.
func file(header string, body int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, body)...)
}

const (
	goodMeta   = `"__metadata__":{"classes":"[\"a\",\"b\"]","backbone":"resnet50","weights":"","weights_digest":"","preprocessing":"","size":"[224,224]","note":"x"}`
	goodBias   = `"bias":{"dtype":"F32","shape":[2],"data_offsets":[16384,16392]}`
	goodKernel = `"kernel":{"dtype":"F32","shape":[2048,2],"data_offsets":[0,16384]}`
)

func TestDecode(t *testing.T) {
	join := func(parts ...string) string { return "{" + strings.Join(parts, ",") + "}" }
	meta := func(old, new string) string { return strings.Replace(goodMeta, old, new, 1) }
	for _, tc := range []struct {
		name string
		data []byte
		want string // part of the error; "" if it is good
	}{
		{"kernel first", file(join(goodMeta, goodBias, goodKernel), 16392), ""},
		{"padded header", file(join(goodMeta, goodBias, goodKernel)+"  \n", 16392), ""},
		{"empty", nil, "0 bytes: not a safetensors file"},
		{"text", []byte("these are no tensors at all"), "not a safetensors file"},
		{"huge header", binary.LittleEndian.AppendUint64(nil, math.MaxUint64), "not a safetensors file, or cut off"},
		{"header not JSON", file("{", 16392), "header"},
		{"array", file("[]", 16392), "want a JSON object"},
		{"more after it", file(join(goodMeta, goodBias, goodKernel)+"{}", 16392), "something follows"},
		{"cut off", file(join(goodMeta, goodBias, goodKernel), 16391), "16391 bytes of numbers: want 16392"},
		{"too long", file(join(goodMeta, goodBias, goodKernel), 16396), "16396 bytes of numbers"},
		{"no metadata", file(join(goodBias, goodKernel), 16392), "no metadata"},
		{"null metadata", file(join(`"__metadata__":null`, goodBias, goodKernel), 16392), "metadata: want a JSON object"},
		{"no kernel", file(join(goodMeta, goodBias), 16392), `no tensor "kernel"`},
		{"a third tensor", file(join(goodMeta, goodBias, goodKernel, `"c":{}`), 16392), `tensor "c"`},
		{"twice", file(join(goodMeta, goodBias, goodBias, goodKernel), 16392), `"bias" is there twice`},
		{"half precision", file(join(goodMeta, goodBias, strings.Replace(goodKernel, "F32", "F16", 1)), 16392), "16392 bytes of numbers: want 8200"},
		{"brain floats", file(join(goodMeta, goodBias, strings.Replace(goodKernel, "F32", "BF16", 1)), 16392), "kernel: BF16"},
		{"bias in 16 bits", file(join(goodMeta, strings.Replace(goodBias, "F32", "F16", 1), goodKernel), 16392), "bias: F16"},
		{"transposed", file(join(goodMeta, goodBias, strings.Replace(goodKernel, "2048,2", "2,2048", 1)), 16392), "want F32 or F16 [2048 2]"},
		{"overlap", file(join(goodMeta, strings.Replace(goodBias, "16384,16392", "0,8", 1), goodKernel), 16392), "without gaps"},
		{"no offsets", file(join(goodMeta, goodBias, strings.Replace(goodKernel, "0,16384", "", 1)), 16392), "without gaps"},
		{"negative offset", file(join(goodMeta, goodBias, strings.Replace(goodKernel, "0,", "-1,", 1)), 16392), "data_offsets of bias"},
		{"one class", file(join(meta(`[\"a\",\"b\"]`, `[\"a\"]`), goodBias, goodKernel), 16392), "want F32 [1]"},
		{"class twice", file(join(meta(`[\"a\",\"b\"]`, `[\"a\",\"a\"]`), goodBias, goodKernel), 16392), `"a" is there twice`},
		{"class without name", file(join(meta(`[\"a\",\"b\"]`, `[\"a\",\"\"]`), goodBias, goodKernel), 16392), `the name ""`},
		{"classes no array", file(join(meta(`[\"a\",\"b\"]`, `a,b`), goodBias, goodKernel), 16392), "classes: want a JSON array"},
		{"size of one", file(join(meta(`[224,224]`, `[224]`), goodBias, goodKernel), 16392), `size: "[224]"`},
		{"size of zero", file(join(meta(`[224,224]`, `[0,224]`), goodBias, goodKernel), 16392), "size: 0×224"},
		{"no backbone", file(join(meta(`"backbone":"resnet50",`, ``), goodBias, goodKernel), 16392), "backbone: want a text"},
		{"a number for a text", file(join(meta(`"resnet50"`, `50`), goodBias, goodKernel), 16392), "backbone: want a text"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h, err := Decode(tc.data)
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("Decode = %v, want a head", err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("Decode = %+v, %v, want an error with %q", h != nil, err, tc.want)
			}
		})
	}
}

func TestDecodeNotFinite(t *testing.T) {
	data, err := small().Encode()
	if err != nil {
		t.Fatal(err)
	}
	binary.LittleEndian.PutUint32(data[len(data)-4:], math.Float32bits(float32(math.NaN())))
	if _, err := Decode(data); err == nil || !strings.Contains(err.Error(), "number 4095 is NaN") {
		t.Errorf("Decode with a NaN = %v, want an error that names it", err)
	}
}

func TestEncodeErrors(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Head)
		want   string
	}{
		{"one class", func(h *Head) { h.Classes = h.Classes[:1] }, "1 of them: want 2 to 4096"},
		{"not UTF-8", func(h *Head) { h.Classes[0] = "caf\xe9" }, "bytes of UTF-8"},
		{"long name", func(h *Head) { h.Classes[0] = strings.Repeat("x", 256) }, "want 1 to 255 bytes"},
		{"kernel short", func(h *Head) { h.Kernel = h.Kernel[1:] }, "4095 numbers: want 2048×2"},
		{"bias long", func(h *Head) { h.Bias = append(h.Bias, 0) }, "3 numbers: want 2"},
		{"infinite bias", func(h *Head) { h.Bias[1] = float32(math.Inf(-1)) }, "number 1 is -Inf"},
		{"no size", func(h *Head) { h.Size = [2]int{} }, "size: 0×0"},
		{"long weights", func(h *Head) { h.Weights = strings.Repeat("w", 2000) }, "weights: "},
	} {
		h := small()
		tc.change(h)
		if _, err := h.Encode(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: Encode = %v, want an error with %q", tc.name, err, tc.want)
		}
	}
}

// The limit on the header leaves room for the largest head that is valid.
func TestLargestHeader(t *testing.T) {
	h := small()
	h.Classes = make([]string, MaxClasses)
	for i := range h.Classes { // "<" and a control character are \u003c and \u0001, escaped again inside the string
		h.Classes[i] = fmt.Sprintf("%04d", i) + strings.Repeat("<\x01", 125)
	}
	h.Kernel, h.Bias = make([]float32, Features*MaxClasses), make([]float32, MaxClasses)
	data, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if got.Classes[4095] != h.Classes[4095] {
		t.Errorf("last class = %q, want %q", got.Classes[4095], h.Classes[4095])
	}
}

func FuzzDecode(f *testing.F) {
	good, err := small().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	half, err := small().EncodeHalf()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(half)
	f.Add(good[:len(good)-1])
	f.Add(file("{"+goodMeta+","+goodBias+","+goodKernel+"}", 16392))
	f.Add(file("{}", 0))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Decode(data)
		if err != nil {
			return
		}
		again, err := h.Encode()
		if err != nil {
			t.Fatalf("decoded, but does not encode: %v", err)
		}
		back, err := Decode(again)
		if err != nil || !reflect.DeepEqual(back, h) {
			t.Fatalf("decoded, encoded, decoded: %v, %+v, want %+v", err, back, h)
		}
		if p, err := h.Predict(vector(1)); err != nil || len(p) != len(h.Classes) {
			t.Fatalf("Predict = %v, %v", p, err)
		}
	})
}

func BenchmarkPredict(b *testing.B) {
	h := small()
	x := make([]float32, Features)
	for i := range x {
		x[i] = 1
	}
	for b.Loop() {
		if _, err := h.Predict(x); err != nil {
			b.Fatal(err)
		}
	}
}
