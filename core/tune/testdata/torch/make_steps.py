"""Three steps of SGD on torchvision's ResNet-50, batch normalisation in inference
mode: see README.md.

    python make_steps.py
"""
import os
import sys

import numpy as np
import torch
import torchvision

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "..", "resnet", "testdata", "originals"))
from seeded import seeded, uniform

SIDE, PICTURES, CLASSES, STEPS = 64, 4, 3, 3
RATE, BACKBONE, MOMENTUM, DECAY = 0.0002, 5, 0.9, 0.01
WATCHED = {
    "stage4": ["layer4.0.conv1.weight", "layer4.0.downsample.0.weight", "layer4.1.bn2.weight", "layer4.2.bn3.bias"],
    "all": ["conv1.weight", "bn1.bias", "layer1.0.conv2.weight", "layer2.0.conv2.weight", "layer3.5.bn1.weight", "layer4.2.conv3.weight"],
}


def role(name, shape):
    if name.endswith("weight"):
        return "kernel" if len(shape) > 1 else "gamma"
    return "variance" if name.endswith("running_var") else "shift"


def model():
    m = torchvision.models.resnet50(weights=None)
    m.fc = torch.nn.Linear(2048, CLASSES)
    state = m.state_dict()
    for name, t in state.items():
        if name.endswith("num_batches_tracked") or name.startswith("fc."):
            continue
        shape = tuple(t.shape)
        state[name] = torch.from_numpy(seeded(name, role(name, shape), int(np.prod(shape[1:])), shape, ".bn3." in name))
    kernel = (uniform("head.kernel", 2048 * CLASSES) - 0.5).reshape(2048, CLASSES) * 0.02
    state["fc.weight"] = torch.from_numpy(kernel.T.astype(np.float32).copy())
    state["fc.bias"] = torch.zeros(CLASSES)
    m.load_state_dict(state)
    return m.eval()


def train(mode):
    m = model()
    x = torch.from_numpy((4 * uniform("pixels", PICTURES * SIDE * SIDE * 3) - 2).astype(np.float32).reshape(PICTURES, SIDE, SIDE, 3)).permute(0, 3, 1, 2)
    y = torch.arange(PICTURES) % CLASSES
    groups = []
    for name, p in m.named_parameters():
        if not name.startswith("fc.") and not (mode == "all" or name.startswith("layer4")):
            p.requires_grad = False
            continue
        rate = RATE if name.startswith("fc.") else RATE * BACKBONE
        groups.append({"params": [p], "lr": rate, "weight_decay": DECAY if p.dim() > 1 else 0})
    before = {n: p.detach().clone() for n, p in m.named_parameters()}
    sgd = torch.optim.SGD(groups, lr=RATE, momentum=MOMENTUM)
    losses = []
    for _ in range(STEPS):
        sgd.zero_grad()
        loss = torch.nn.functional.cross_entropy(m(x), y)
        loss.backward()
        sgd.step()
        losses.append(loss.item())
    now = dict(m.named_parameters())
    out = [np.array(losses), now["fc.weight"].detach().numpy().T.ravel(), now["fc.bias"].detach().numpy()]
    for name in WATCHED[mode]:
        change = (now[name].detach() - before[name]).numpy().ravel()
        out += [np.array([np.linalg.norm(change)]), change[:256]]
    np.concatenate([np.asarray(a, np.float32) for a in out]).tofile(os.path.join(here, mode + ".f32"))
    print(mode, losses)


torch.manual_seed(0)
for mode in ["stage4", "all"]:
    train(mode)
