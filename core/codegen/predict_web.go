package codegen

import (
	"fmt"

	"graft/core/recipe"
)

func predictWeb(m Model) Snippet {
	return Snippet{
		Name: "web", Language: "html", Title: "ONNX Runtime Web", Files: []File{FileONNX, FileLabels},
		Install: "npm install onnxruntime-web",
		Notes: []recipe.Text{{
			En: "Serve the folder over HTTP (python -m http.server) and open the page. The picture never leaves the browser.",
			Zh: "用 HTTP 提供此文件夹（python -m http.server），然后打开页面。图片不会离开浏览器。",
		}, {
			En: "A browser shrinks large pictures its own way: probabilities may differ in the second digit.",
			Zh: "浏览器以自己的方式缩小大图：概率可能在第二位小数上有差别。",
		}},
		Text: fill(webText, "side", fmt.Sprint(m.Side), "scale", fmt.Sprintf("%.9g", m.Scale), "mean", numbers(m.Mean), "std", numbers(m.Std)),
	}
}

const webText = `
<!doctype html>
<meta charset="utf-8">
<title>What is it?</title>
<input type="file" accept="image/*" id="file">
<pre id="result">Loading…</pre>
<script src="node_modules/onnxruntime-web/dist/ort.wasm.min.js"></script>
<script>
  const scale = {{scale}}, mean = {{mean}}, std = {{std}};

  // Returns the picture as float32 [1, 3, {{side}}, {{side}}]: (pixel * scale - mean) / std.
  async function prepare(file) {
    const side = {{side}};
    const picture = await createImageBitmap(file, { resizeWidth: side, resizeHeight: side, resizeQuality: "high" });
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext("2d");
    context.fillStyle = "white"; // what is transparent
    context.fillRect(0, 0, side, side);
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, side, side);
    const x = new Float32Array(3 * side * side);
    for (let i = 0; i < side * side; i++) {
      for (let c = 0; c < 3; c++) {
        x[c * side * side + i] = (data[4 * i + c] * scale - mean[c]) / std[c];
      }
    }
    return new ort.Tensor("float32", x, [1, 3, side, side]);
  }

  // Returns [[class, probability], …], the likeliest first.
  async function recognise(file) {
    const { session, classes } = await loaded;
    const { probabilities } = await session.run({ image: await prepare(file) });
    return classes.map((name, i) => [name, probabilities.data[i]]).sort((a, b) => b[1] - a[1]);
  }

  async function load() {
    const [labels, session] = await Promise.all([
      fetch("labels.txt").then((r) => r.text()),
      ort.InferenceSession.create("model.onnx"),
    ]);
    result.textContent = "Choose a picture.";
    return { session, classes: labels.trimEnd().split("\n") };
  }

  const result = document.getElementById("result");
  const loaded = load();
  document.getElementById("file").onchange = async (event) => {
    result.textContent = "Looking…";
    const list = await recognise(event.target.files[0]);
    result.textContent = list.map(([name, p]) => p.toFixed(4) + " " + name).join("\n");
  };
</script>
`
