package codegen

import (
	"fmt"

	"graft/core/recipe"
)

// preparePython makes of a picture what the network takes. Pillow averages where
// a picture shrinks, as Graft does.
const preparePython = `
def prepare(path):
    """Returns the picture as float32 [1, {{side}}, {{side}}, 3], red, green, blue."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("RGB").resize(({{side}}, {{side}}), Image.Resampling.BILINEAR)
    x = np.asarray(picture, np.float32) * pixels["scale"]
    return ((x - pixels["mean"]) / pixels["std"]).astype(np.float32)[None]

`

// printPython prints the classes, the likeliest first.
const printPython = `for name, p in sorted(zip(classes, probabilities[0]), key=lambda c: -c[1]):
    print(f"{p:.4f} {name}")
`

// aboutPython reads the metadata of the safetensors file.
const aboutPython = `with safe_open("model.safetensors", "np") as f:
    about = f.metadata()
classes = json.loads(about["classes"])
pixels = json.loads(about["pixels"])  # (pixel * scale - mean) / std
`

func predictONNX(m Model) Snippet {
	return Snippet{
		Name: "onnxruntime", Language: "python", Title: "ONNX Runtime", Files: []File{FileONNX},
		Install: "pip install onnxruntime pillow", Notes: []recipe.Text{resizeNote(m.Side)},
		Text: fill(`
import json
import os
import sys

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # ONNX Runtime would tell its maker of each run
import numpy as np
import onnxruntime
from PIL import Image, ImageOps

session = onnxruntime.InferenceSession("model.onnx")
about = session.get_modelmeta().custom_metadata_map
classes = json.loads(about["classes"])
pixels = json.loads(about["pixels"])  # (pixel * scale - mean) / std

{{prepare}}
x = prepare(sys.argv[1]).transpose(0, 3, 1, 2)  # any number of pictures at a time
(probabilities,) = session.run(["probabilities"], {"image": x})
{{print}}`, "prepare", prepareFor(m.Side), "print", printPython),
	}
}

func predictPyTorch(m Model) Snippet {
	stride := ""
	if m.Variant == "v1" {
		stride = `for stage in (model.layer2, model.layer3, model.layer4):  # ResNet version 1, as in Keras
    stage[0].conv1.stride, stage[0].conv2.stride = (2, 2), (1, 1)
`
	}
	return Snippet{
		Name: "pytorch", Language: "python", Title: "PyTorch", Files: []File{FileSafetensors},
		Install: "pip install torch torchvision safetensors pillow", Notes: []recipe.Text{trainableNote, resizeNote(m.Side)},
		Text: fill(`
import json
import sys

import numpy as np
import torch
import torchvision
from PIL import Image, ImageOps
from safetensors import safe_open
from safetensors.torch import load_file

{{about}}
model = torchvision.models.resnet50(num_classes=len(classes))
{{stride}}model.load_state_dict(load_file("model.safetensors"))
model.eval()

{{prepare}}
x = torch.from_numpy(prepare(sys.argv[1])).permute(0, 3, 1, 2)
with torch.inference_mode():
    probabilities = model(x).softmax(1).numpy()
{{print}}`, "about", aboutPython, "stride", stride, "prepare", prepareFor(m.Side), "print", printPython),
	}
}

func predictKeras(m Model) Snippet {
	first, second := "1", "stride"
	which := "version 1.5: the stride of a stage is in its 3x3 convolution"
	if m.Variant == "v1" {
		first, second = "stride", "1"
		which = "version 1: the stride of a stage is in its first convolution"
	}
	return Snippet{
		Name: "keras", Language: "python", Title: "Keras", Files: []File{FileSafetensors},
		Install: "pip install keras tensorflow safetensors pillow", Notes: []recipe.Text{trainableNote, kerasNote, resizeNote(m.Side)},
		Text: fill(kerasText, "about", aboutPython, "side", fmt.Sprint(m.Side), "which", which, "first", first, "second", second,
			"prepare", prepareFor(m.Side), "print", printPython),
	}
}

var kerasNote = recipe.Text{
	En: "keras.applications.ResNet50 is another network than torchvision's: this builds the one that the weights belong to.",
	Zh: "keras.applications.ResNet50 与 torchvision 的网络并不相同：此处构建与权重相符的网络。",
}

const kerasText = `
import json
import sys

import keras
import numpy as np
from keras import layers
from PIL import Image, ImageOps
from safetensors import safe_open
from safetensors.numpy import load_file

{{about}}

def conv(x, name, norm, filters, size, stride=1):
    if size > 1:
        x = layers.ZeroPadding2D(size // 2)(x)
    x = layers.Conv2D(filters, size, stride, use_bias=False, name=name)(x)
    return layers.BatchNormalization(epsilon=1e-5, name=norm)(x)


def resnet50(classes):
    """ResNet-50 {{which}}."""
    picture = keras.Input(({{side}}, {{side}}, 3))
    x = layers.ReLU()(conv(picture, "conv1", "bn1", 64, 7, 2))
    x = layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x))
    for stage, blocks in enumerate([3, 4, 6, 3]):
        for block in range(blocks):
            at, filters = f"layer{stage + 1}.{block}.", 64 * 2**stage
            stride = 2 if stage > 0 and block == 0 else 1
            y = layers.ReLU()(conv(x, at + "conv1", at + "bn1", filters, 1, {{first}}))
            y = layers.ReLU()(conv(y, at + "conv2", at + "bn2", filters, 3, {{second}}))
            y = conv(y, at + "conv3", at + "bn3", 4 * filters, 1)
            if block == 0:
                x = conv(x, at + "downsample.0", at + "downsample.1", 4 * filters, 1, stride)
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(picture, layers.Dense(classes, "softmax", name="fc")(x))


model = resnet50(len(classes))
tensors = load_file("model.safetensors")
for layer in model.layers:
    take = lambda part: tensors[f"{layer.name}.{part}"]
    if isinstance(layer, layers.Conv2D):
        layer.set_weights([take("weight").transpose(2, 3, 1, 0)])
    elif isinstance(layer, layers.BatchNormalization):
        layer.set_weights([take("weight"), take("bias"), take("running_mean"), take("running_var")])
    elif isinstance(layer, layers.Dense):
        layer.set_weights([take("weight").T, take("bias")])

{{prepare}}
probabilities = model.predict(prepare(sys.argv[1]), verbose=0)
{{print}}`
