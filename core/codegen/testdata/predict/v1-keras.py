import json
import sys

import keras
import numpy as np
from keras import layers
from PIL import Image, ImageOps
from safetensors import safe_open
from safetensors.numpy import load_file

with safe_open("model.safetensors", "np") as f:
    about = f.metadata()
classes = json.loads(about["classes"])
pixels = json.loads(about["pixels"])  # (pixel * scale - mean) / std


def conv(x, name, norm, filters, size, stride=1):
    if size > 1:
        x = layers.ZeroPadding2D(size // 2)(x)
    x = layers.Conv2D(filters, size, stride, use_bias=False, name=name)(x)
    return layers.BatchNormalization(epsilon=1e-5, name=norm)(x)


def resnet50(classes):
    """ResNet-50 version 1: the stride of a stage is in its first convolution."""
    picture = keras.Input((224, 224, 3))
    x = layers.ReLU()(conv(picture, "conv1", "bn1", 64, 7, 2))
    x = layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x))
    for stage, blocks in enumerate([3, 4, 6, 3]):
        for block in range(blocks):
            at, filters = f"layer{stage + 1}.{block}.", 64 * 2**stage
            stride = 2 if stage > 0 and block == 0 else 1
            y = layers.ReLU()(conv(x, at + "conv1", at + "bn1", filters, 1, stride))
            y = layers.ReLU()(conv(y, at + "conv2", at + "bn2", filters, 3, 1))
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


def prepare(path):
    """Returns the picture as float32 [1, 224, 224, 3], red, green, blue."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("RGB").resize((224, 224), Image.Resampling.BILINEAR)
    x = np.asarray(picture, np.float32) * pixels["scale"]
    return ((x - pixels["mean"]) / pixels["std"]).astype(np.float32)[None]


probabilities = model.predict(prepare(sys.argv[1]), verbose=0)
for name, p in sorted(zip(classes, probabilities[0]), key=lambda c: -c[1]):
    print(f"{p:.4f} {name}")
