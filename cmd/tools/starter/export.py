"""Packs a trained network as the program carries it: see README.md."""

import argparse
import gzip
import hashlib
import json
import struct
import subprocess

import numpy as np
import torch

from network import ResNet50
from train import MEAN, STD

INVENTED = 1000  # kinds of core/sample/kinds but for dishes, finds and later ones
EXACT = ("conv1.", "layer1.0.")  # few numbers, and the errors of all later layers begin here


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="source", required=True, help="last.pt of train.py")
    parser.add_argument("--draw", required=True, help="the built drawing program")
    parser.add_argument("--card", required=True, help="a JSON file: what is to know of them")
    parser.add_argument("--out", required=True, help="resnet50.bin")
    parser.add_argument("--features", required=True, help="what the exact weights make of four drawn pictures")
    args = parser.parse_args()
    state = torch.load(args.source, map_location="cpu")
    state = state.get("model", state)
    body = {k[len("body.") :]: v.float() for k, v in state.items() if k.startswith("body.")}
    body = {k: v for k, v in body.items() if not k.endswith("num_batches_tracked")}
    if body["conv1.weight"].shape[0] != 64:
        raise SystemExit("the network is not of full width yet")
    # The last layer tells the invented kinds apart: what a head on the softmax stands on.
    last = {"fc.weight": state["head.weight"][:INVENTED].float(), "fc.bias": state["head.bias"][:INVENTED].float()}
    with open(args.card) as f:
        card = json.load(f)
    raw = pack({**body, **last}, card["version"], card)
    packed = gzip.compress(raw, 9, mtime=0)
    with open(args.out, "wb") as f:
        f.write(packed)
    print(len(packed), "bytes, SHA-256", hashlib.sha256(packed).hexdigest())
    pictures = drawn(args.draw, 224, 2026, 4)
    features = exact(body, pictures)
    features.numpy().astype("<f4").tofile(args.features)
    rough = exact({k: restored(k, v) for k, v in body.items()}, pictures)
    print("relative error of the features:", ((rough - features).norm(dim=1) / features.norm(dim=1)).tolist())


def pack(body, version, card):
    """A safetensors file: kernels and the last layer as whole numbers of 8 bits, a scale for each output
    channel, all else, and the first layers, in float32."""
    arrays = {}
    for name, t in body.items():
        if packs(name, t):
            whole, scale = quantise(t)
            arrays[name] = ("I8", whole.numpy())
            arrays[name + ".scale"] = ("F32", scale.numpy())
        else:
            arrays[name] = ("F32", t.numpy())
    header, data, at = {}, [], 0
    header["__metadata__"] = {
        "format": "graft-starter-1", "variant": "v1.5", "preprocess": "torchvision",
        "version": version, "card": json.dumps(card),
    }
    for name in sorted(arrays):
        kind, a = arrays[name]
        bytes_ = np.ascontiguousarray(a).tobytes()
        header[name] = {"dtype": kind, "shape": list(a.shape), "data_offsets": [at, at + len(bytes_)]}
        data.append(bytes_)
        at += len(bytes_)
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    return struct.pack("<Q", len(head)) + head + b"".join(data)


def packs(name, t):
    return t.dim() > 1 and not name.startswith(EXACT)


def quantise(t):
    """Whole numbers from -127 to 127 and a scale for each output channel: of twelve
    scales, the one with the least squared error."""
    rows = t.flatten(1)
    top = rows.abs().amax(1).clamp_min(1e-12)
    best, best_scale = None, None
    for share in torch.linspace(0.56, 1, 12).tolist():
        scale = top * share / 127
        error = ((rows / scale[:, None]).round().clamp(-127, 127) * scale[:, None] - rows).square().sum(1)
        if best is None:
            best, best_scale = error, scale
        better = error < best
        best, best_scale = torch.where(better, error, best), torch.where(better, scale, best_scale)
    whole = (rows / best_scale[:, None]).round().clamp(-127, 127).to(torch.int8)
    return whole.view_as(t), best_scale


def restored(name, t):
    if not packs(name, t):
        return t
    whole, scale = quantise(t)
    return whole.float() * scale[:, None, None, None]


def drawn(draw, side, seed, n):
    data = subprocess.run(
        [draw, "-side", str(side), "-seed", str(seed), "-n", str(n)], check=True, stdout=subprocess.PIPE
    ).stdout
    rows = np.frombuffer(data, np.uint8).reshape(n, -1)[:, -3 * side * side :]
    return torch.tensor(rows.reshape(n, side, side, 3)).permute(0, 3, 1, 2)


def exact(body, pictures):
    model = ResNet50()
    model.load_state_dict(body, strict=False)
    with torch.no_grad():
        return model.eval()((pictures.float() / 255 - MEAN) / STD)


if __name__ == "__main__":
    main()
