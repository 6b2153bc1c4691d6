import json
import sys

import numpy as np
import torch
import torchvision
from PIL import Image, ImageOps
from safetensors import safe_open
from safetensors.torch import load_file

with safe_open("model.safetensors", "np") as f:
    about = f.metadata()
classes = json.loads(about["classes"])
pixels = json.loads(about["pixels"])  # (pixel * scale - mean) / std

model = torchvision.models.resnet50(num_classes=len(classes))
model.load_state_dict(load_file("model.safetensors"))
model.eval()


def prepare(path):
    """Returns the picture as float32 [1, 224, 224, 3], red, green, blue."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("RGB").resize((224, 224), Image.Resampling.BILINEAR)
    x = np.asarray(picture, np.float32) * pixels["scale"]
    return ((x - pixels["mean"]) / pixels["std"]).astype(np.float32)[None]


x = torch.from_numpy(prepare(sys.argv[1])).permute(0, 3, 1, 2)
with torch.inference_mode():
    probabilities = model(x).softmax(1).numpy()
for name, p in sorted(zip(classes, probabilities[0]), key=lambda c: -c[1]):
    print(f"{p:.4f} {name}")
