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


def prepare(path):
    """Returns the picture as float32 [1, 224, 224, 3], red, green, blue."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("RGB").resize((224, 224), Image.Resampling.BILINEAR)
    x = np.asarray(picture, np.float32) * pixels["scale"]
    return ((x - pixels["mean"]) / pixels["std"]).astype(np.float32)[None]


x = prepare(sys.argv[1]).transpose(0, 3, 1, 2)  # any number of pictures at a time
(probabilities,) = session.run(["probabilities"], {"image": x})
for name, p in sorted(zip(classes, probabilities[0]), key=lambda c: -c[1]):
    print(f"{p:.4f} {name}")
