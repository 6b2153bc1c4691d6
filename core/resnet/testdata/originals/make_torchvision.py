"""Makes the golden data of torchvision: see README.md. Run make_keras.py first,
which draws the pictures.

    python make_torchvision.py              the files of this folder
    python make_torchvision.py --full DIR   a full-size file with the same seeded weights
"""
import os
import sys

import numpy as np
import torch
import torchvision
from PIL import Image
from safetensors.torch import save_file

from seeded import here, pictures, seeded, thin, write


def torch_model():
    m = torchvision.models.resnet50(weights=None)
    state = m.state_dict()
    for name, t in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        shape = tuple(t.shape)
        if name.endswith("weight") and len(shape) > 1:
            role = "kernel"
        elif name.endswith("running_var"):
            role = "variance"
        elif name.endswith("weight"):
            role = "gamma"
        else:
            role = "shift"
        state[name] = torch.from_numpy(seeded(name, role, int(np.prod(shape[1:])), shape, ".bn3." in name))
    m.load_state_dict(state)
    return m.eval()


def golden():
    t = torch_model()
    with open(os.path.join(here, "torchvision_names.txt"), "w") as f:
        for name, v in t.state_dict().items():
            print(name, *v.shape, file=f)
    norm = torchvision.transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    x = norm(torch.from_numpy(pictures()).permute(0, 3, 1, 2).float() / 255)
    with torch.no_grad():
        logits = t(x)
        t.fc = torch.nn.Identity()
        write("torchvision.f32", t(x).numpy(), logits.numpy())


def preprocessing():
    """What torchvision's transforms of these weights make of the pictures."""
    transform = torchvision.models.ResNet50_Weights.IMAGENET1K_V1.transforms()
    for name in ["small", "tall"]:
        out = transform(Image.open(os.path.join(here, name + ".png")).convert("RGB"))
        write(name + "_torchvision.f32", thin(out.permute(1, 2, 0).numpy()))
    # As timm's weights want it, whose config.json says crop_pct 0.95, bicubic.
    transform = torchvision.transforms.Compose([
        torchvision.transforms.Resize(235, torchvision.transforms.InterpolationMode.BICUBIC),
        torchvision.transforms.CenterCrop(224)])
    out = transform(Image.open(os.path.join(here, "tall.png")).convert("RGB"))
    write("tall_bicubic.f32", thin(np.asarray(out)))


if len(sys.argv) == 3 and sys.argv[1] == "--full":
    os.makedirs(sys.argv[2], exist_ok=True)
    save_file(torch_model().state_dict(), os.path.join(sys.argv[2], "torchvision.safetensors"))
else:
    golden()
    preprocessing()
