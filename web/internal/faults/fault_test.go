package faults

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode"

	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/imagefile"
	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// faultsOf are faults as the core words them today: if it words them otherwise,
// the page must learn the new words.
func faultsOf(t *testing.T) []string {
	t.Helper()
	var all []string
	add := func(what string, err error) {
		if err == nil {
			t.Fatalf("%s: no error", what)
		}
		all = append(all, err.Error())
	}
	for _, file := range []string{"", "I am a text", "II*\x00 scan", "<svg xmlns='http://www.w3.org/2000/svg'/>", "\x00\x00\x00\x18ftypheic", "\x00\x00\x00\x18ftypisom", "%PDF-1.7", "\x01\x02\x03\x04",
		"\xff\xd8\xff\xe0\x00\x10JFIF", "P6 2 2 255\n\x01", "GIF89a", tinyPNG(100_000, 100_000), tinyPNG(30_000, 30_000), tinyPNG(3_000, 3_000), tinyPNG(0, 1)} {
		_, err := imagefile.Decode([]byte(file), imagefile.DefaultLimits())
		add("picture "+file, err)
	}
	frame := "\xff\xd8\xff\xc2\x00\x0b\x08\x20\x00\x20\x00\x01\x01\x11\x00" // 8192×8192
	scan := "\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00"
	lim := imagefile.DefaultLimits()
	lim.MaxTime = -1 // over before it begins, whatever the clock
	for _, file := range []string{deepPNG(8192), frame + strings.Repeat(scan, 101) + strings.Repeat("\x00", 200_000), frame + strings.Repeat(scan, 20) + strings.Repeat("\x00", 200_000), "P2 1 1 15 15"} {
		_, err := imagefile.Decode([]byte(file), lim)
		if !errors.Is(err, imagefile.ErrLimit) {
			t.Errorf("costly picture: %v, want a limit's error", err)
		}
		add("costly picture", err)
	}
	for _, file := range []string{"", "PK\x03\x04 cut", "PK\x05\x06" + strings.Repeat("\x00", 18), "I am a text", "\x1f\x8b\x08"} {
		_, err := dataset.OpenArchive(strings.NewReader(file), int64(len(file)), dataset.DefaultLimits())
		if err == nil { // it opens, and is then found empty
			_, _, err = dataset.List(strings.NewReader(file), int64(len(file)), dataset.DefaultLimits())
		}
		add("archive "+file, err)
	}
	slow := dataset.DefaultLimits()
	slow.MaxTime = 1
	_, err := dataset.Import(t.Context(), strings.NewReader("PK"), 2, filepath.Join(t.TempDir(), "set"), slow, nil)
	add("slow archive", err)
	for _, document := range []string{"nonsense", `{"v":7}`, `{"size":[0,9]}`, `{"size":[9]}`, `{"seed":99999999999999999}`, `{"steps":[{"op":"fly"}]}`,
		`{"steps":[{"op":"rotation","degrees":999}]}`, `{"steps":[{"op":"hue","p":2}]}`, `{"steps":[{"op":"hue","speed":2}]}`, `{"steps":[{"op":"zoom","range":[3,1]}]}`,
		`{"steps":[{"op":"zoom","range":1}]}`, `{"steps":[{"op":"rotation","fill":"soup"}]}`, `{"train":{"mode":"head","epochs":0}}`, `{"train":{"validation_split":1}}`, `{"train":{"input_size":20}}`, `{"seed":"x"}`, `{"seed":-1}`, `{"train":{"epochs":1.5}}`, `{"train":{"weights":7}}`, `{"size":{}}`, `{} {}`} {
		_, err := recipe.ParseJSON([]byte(document))
		add("recipe "+document, err)
	}
	_, err = recipe.Parse("http://x/#r=jJBRa")
	add("link", err)
	_, err = recipe.Parse("http://x/")
	add("link without a recipe", err)
	for _, kind := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.ENOMEM, syscall.EROFS, syscall.EACCES, syscall.EIO} {
		why := disk.Machine(&os.PathError{Op: "open", Path: "x", Err: kind})
		if why == nil {
			t.Errorf("%v is no fault of the machine", kind)
		}
		all = append(all, why.Text())
	}
	return all
}

// deepPNG declares 16 bits a channel, and is long enough for that.
func deepPNG(side uint32) string {
	head := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), side), side), 16, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))) + strings.Repeat("\x00", 600_000)
}

// tinyPNG declares a size and holds nothing.
func tinyPNG(w, h uint32) string {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, w), h)
	return string(append(b, 8, 2, 0, 0, 0)) + strings.Repeat("\x00", 40)
}

// Words of a fault that may stand in a Chinese sentence: names, formats, units.
var latin = regexp.MustCompile(`[A-Za-z]{3,}`)

var fineInChinese = map[string]bool{
	"JPEG": true, "PNG": true, "GIF": true, "BMP": true, "WebP": true, "PPM": true, "PNM": true, "TIFF": true, "SVG": true, "HEIC": true, "PDF": true,
	"zip": true, "tar": true, "Graft": true, "fly": true, "speed": true, "hue": true, "soup": true, "nearest": true, "constant": true, "reflect": true, "wrap": true, "Käse": true,
}

// Packages and decoders speak like this; the page does not.
var foreign = regexp.MustCompile(`^(?:imagefile|dataset|recipe|tune|train)\b|flate|Huffman|EOF|invalid|base64|json`)

func TestFaultsInBothLanguages(t *testing.T) {
	for _, fault := range faultsOf(t) {
		zh := Words(Chinese, fault)
		if !strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%q is not in Chinese: %q", fault, zh)
		}
		for _, word := range latin.FindAllString(zh, -1) {
			if !fineInChinese[word] {
				t.Errorf("%q in Chinese has %q: %q", fault, word, zh)
			}
		}
		if en := Words(English, fault); foreign.MatchString(en) {
			t.Errorf("%q in English has words of others: %q", fault, en)
		}
	}
}

const (
	otherWeights   = "Take Starter, which needs no network, or start the trainer with -weights and a model.safetensors that was fetched elsewhere"
	otherWeightsZh = "可改选“自带”，它无需网络；或在启动服务器时用 -weights 指定 model.safetensors 文件"
)

func TestWords(t *testing.T) {
	for _, tc := range []struct{ fault, en, zh string }{
		{"recipe: train.views: 0: want 1 to 100", "Augmented copies per picture: 0: want 1 to 100", "每张图片的增强份数：0：应为 1 至 100"},
		{"recipe: train.input_size: 20: want 0 (the recipe’s) or 32 to 512", "Input size: 20: want 0 (the recipe’s) or 32 to 512", "输入尺寸：20：应为 0（同配方）或 32 至 512"},
		{"recipe: steps[1].degrees: 999: want 0 to 180", "step 2, Angle: 999: want 0 to 180", "第 2 步，角度：999：应为 0 至 180"},
		{"imagefile: jpeg is damaged or of a kind that is not read: invalid JPEG format: short Huffman data", "the JPEG file is damaged, or of a kind that is not read", "JPEG 文件已损坏，或属于无法读取的类型"},
		{"dataset: no pictures in class folders: want a folder of pictures for each class (2 files were skipped; a/x.txt: this is text, not a picture: want JPEG, PNG, GIF, BMP, WebP or PPM)",
			"no pictures in class folders: want a folder of pictures for each class (2 left out; a/x.txt: this is text, not a picture: want JPEG, PNG, GIF, BMP, WebP or PPM)",
			"类别文件夹中没有图片：每个类别需要一个图片文件夹（跳过 2 个文件，a/x.txt：这是文本，不是图片：支持 JPEG、PNG、GIF、BMP、WebP 和 PPM）"},
		{"the hub does not answer", "the hub does not answer", "模型库没有响应"},
		{"example.com answered 503", "example.com answered 503", "example.com 返回 503"},
		{"TLS or a proxy refused the way to example.com", "=", "通往 example.com 的连接被 TLS 或代理拒绝"},
		{"the connection broke off; what came is kept", "=", "连接中断；已下载部分保留"},
		{"what came was damaged on the way", "=", "下载内容在传输中损坏"},
		{"the server's cache of weights cannot be written: permission denied", "=", "服务器的权重缓存无法写入：permission denied"},
		{"the weights are not here, and the server works without a network", "=", "此处没有这些权重，且服务器离线运行"},
		{"example.com does not answer as the hub does", "=", "example.com 的应答不同于模型库"},
		{`weights "imagenet": the weights could not be fetched: example.com answered 404`, "The weights could not be fetched: example.com answered 404. " + otherWeights, "无法下载权重：example.com 返回 404。" + otherWeightsZh},
		{`weights "imagenet": the weights could not be fetched: somebody stopped it`, "The weights could not be fetched: somebody stopped it. " + otherWeights, "无法下载权重：已被停止。" + otherWeightsZh},
		{`Head "https://example.com/x": tls: failed to verify certificate`, `Head "https://example.com/x": tls: failed to verify certificate`, `Head "https://example.com/x"：tls：failed to verify certificate`},
		{"imagefile: 150 scans: want at most 100", "150 scans: want at most 100", "150 次扫描：最多 100"},
		{"this client has too many requests waiting: try again in 2 s", "=", "您有过多请求在等待：请在 2 秒后重试"},
		{"the server has more to do than it can: try again in 10 s", "=", "服务器过于繁忙：请在 10 秒后重试"},
		{"something new", "something new", "something new"},
	} {
		for _, l := range []struct {
			code i18n.Words
			want string
		}{{English, tc.en}, {Chinese, tc.zh}} {
			if l.want == "=" {
				l.want = tc.fault
			}
			if got := Words(l.code, tc.fault); got != l.want {
				t.Errorf("words(%q) in %s = %q, want %q", tc.fault, l.code.Code(), got, l.want)
			}
		}
	}
}
