"""Runs the originals that core/augment follows, on pictures of its own, with
listed drawn values, and writes what they gave. See README.md."""

import gzip
import importlib
import json
import os
import pathlib
import pickle
import subprocess
import sys

MODULES = ["by_tensorflow", "by_keras", "by_torchvision", "by_pil", "by_albumentations"]
HERE = pathlib.Path(__file__).parent


def main():
    # A process each: TensorFlow and PyTorch do not load into one.
    parts = []
    for module in MODULES:
        out = subprocess.run([sys.executable, "-B", __file__, module], stdout=subprocess.PIPE, check=True, cwd=HERE,
                             env={**os.environ, "CUDA_VISIBLE_DEVICES": "", "NO_ALBUMENTATIONS_UPDATE": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"})
        parts.append(pickle.loads(out.stdout))
    write(parts)


def one(module):
    from cases import Cases
    c = Cases()
    stdout = os.dup(1)
    os.dup2(2, 1)  # whatever the tools print is not ours
    importlib.import_module(module).run(c)
    with os.fdopen(stdout, "wb") as f:
        pickle.dump((c.tools, c.tables, c.list), f)


def write(parts):
    from pictures import PICTURES
    tools, tables, cases = {}, {}, []
    for t, n, l in parts:
        tools.update(t)
        tables.update(n)
        cases += l
    pictures = [{"name": n, "size": [p.shape[1], p.shape[0]]} for n, p in PICTURES.items()]
    pixels = b"".join(p.tobytes() for p in PICTURES.values())
    lines = []
    for c in cases:
        pixels += c.pop("pixels").tobytes()
        lines.append(json.dumps(c, separators=(",", ":")))
    index = '{"tools":%s,\n"pictures":%s,\n"tables":%s,\n"cases":[\n%s\n]}\n' % (
        json.dumps(tools, sort_keys=True), json.dumps(pictures), json.dumps(tables, separators=(",", ":")), ",\n".join(lines))
    (HERE / "index.json").write_text(index)
    with open(HERE / "pixels.gz", "wb") as f, gzip.GzipFile("", "wb", 9, f, mtime=0) as z:
        z.write(pixels)
    print(len(cases), "cases,", len(pixels), "bytes of pixels")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        main()
