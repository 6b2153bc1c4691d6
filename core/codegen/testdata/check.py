"""Runs every snippet of golden/ with the libraries themselves, whole, and then
with the random draws forced to those that Graft made for the same picture; the
pixels of a snippet that says "exact" must be Graft's. See README.md.

    python check.py --graft ../../../bin/graft [case ...]
"""
import argparse
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("NO_ALBUMENTATIONS_UPDATE", "1")

import numpy as np
from PIL import Image

VIEWS = 6
# What issue 3 of Graft asks of pixels made from the same draws: levels of 255.
MEAN, MOST = 0.5, 2.0
# A snippet that differs must still go most of the way from the plain picture to
# Graft's: a wrong sign, axis or order does not.
SHARE = 0.7

# Pixels that no draw settles: the snippets are run, their spread is compared.
NOISE = {"gaussian_noise", "salt_and_pepper", "elastic", "erase:noise", "rand_augment", "trivial_augment", "auto_augment"}
# Snippets whose notes say that they do something else: they are run, no more.
OTHER = {
    "keras =with-oblong": "Keras misses the centre",
    "torchvision saturation": "grey in place of HSV",
    "albumentations saturation": "grey in place of HSV",
    "torchvision contrast": "mean of the grey picture",
    "albumentations contrast": "mean of the grey picture",
    "albumentations color_jitter": "hues by whole steps",
    "torchvision zoom": "one factor for both axes",
    "torchvision =random_crop": "pads what is too small",
    "albumentations =random_crop": "pads what is too small",
    "torchvision erase:noise": "noise for normalised pictures",
    "torchvision featurewise_normalization": "floats about 0",
    "albumentations samplewise_normalization": "floats about 0",
    "albumentations featurewise_normalization": "floats about 0",
    "albumentations perspective": "normal draws",
    "albumentations jpeg_quality": "OpenCV's codec",
    "albumentations sharpen": "another kernel",
}

# Where the draws of each library are forced. TensorFlow and PyTorch do not get
# on in one process, so each of these has its own.
MODULES = {
    "force_tensorflow": {"keras": "keras", "tfdata": "tfdata"},
    "force_torchvision": {"torchvision": "view"},
    "force_albumentations": {"albumentations": "view"},
}
FORCE = {}
MIXED = {}  # what compares the mixing of batches, by library
# CutMix's boxes as torchvision makes them, to which Graft's are held.
ORIGINALS = pathlib.Path(__file__).resolve().parents[2] / "augment" / "testdata" / "originals" / "index.json"
BOXES = json.loads(ORIGINALS.read_text())["tables"]["cut_mix"]


def picture(width, height):
    """Smooth, in colour, with no symmetry: what interpolation may round is small."""
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    channels = [
        128 + 90 * np.sin(5 * x + 2 * y) * np.cos(3 * y),
        120 + 80 * np.cos(4 * x * y + 1) + 40 * (x - 0.5),
        130 + 100 * np.sin(3 * y * y + x + 0.4),
    ]
    return Image.fromarray(np.clip(np.stack(channels, -1), 0, 255).astype(np.uint8))


def graft(binary, recipe, path):
    """The views that Graft makes, and what it drew for each."""
    out = pathlib.Path("out")
    pathlib.Path("recipe.json").write_text(json.dumps(recipe))
    lines = subprocess.run(
        [binary, "augment", "-json", "-n", str(VIEWS), "-recipe", "recipe.json", "-o", str(out), str(path)],
        check=True, capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        view = json.loads(line)
        yield np.asarray(Image.open(view["file"]).convert("RGB"), np.float32), view["draws"]


def cells(text):
    """recipe, then (library, exact, code) for each cell of a golden file."""
    head, *parts = text.split("\n# %% ")
    yield json.loads(head.removeprefix("# recipe: "))
    for part in parts:
        title, code = part.split("\n", 1)
        library, same = title.split(", ")
        yield library, same == "exact", code


def whole(namespace):
    """Takes what the snippet ends with: a batch, or its views."""
    if "views" in namespace:
        return len(namespace["views"])
    return len(next(iter(namespace.get("batches", namespace.get("train")))))


def other(library, case, steps):
    names = ["=" + case] + [s["op"] for s in steps] + [f"{s['op']}:{s.get('value')}" for s in steps]
    return next((OTHER[f"{library} {n}"] for n in names if f"{library} {n}" in OTHER), None)


def snippet(library, case, code):
    """The names that the code leaves, run from a file: tf.data reads the source of its functions."""
    path = pathlib.Path(f"{case}-{library}.py")
    path.write_text(code)
    spec = importlib.util.spec_from_file_location(f"snippet_{case}_{library}".replace("-", "_"), path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


def compare(case, library, exact, code, recipe, plain, views):
    """Returns a fault or what to print."""
    namespace = snippet(library, case, code)
    whole(namespace)
    mixes = {s["op"] for s in recipe["steps"] if not s.get("off")} & {"mix_up", "cut_mix"}
    if mixes and library in MIXED:
        if faults := MIXED[library](namespace, BOXES):
            return "; ".join(faults), ""
        return None, f"mixes {len(BOXES)} batches alike"
    steps = [s for s in recipe["steps"] if not s.get("off") and s["op"] not in ("mix_up", "cut_mix")]
    if "left out: " in code:
        return None, "runs; leaves out " + ", ".join(
            l.split("left out: ")[1].split(" ")[0] for l in code.splitlines() if l.lstrip().startswith("# left out: "))
    if not exact and (why := other(library, case, steps)):
        return None, "runs; " + why
    if any(s["op"] in NOISE or s["op"] + ":" + str(s.get("value")) in NOISE for s in steps):
        return noisy(library, namespace, plain, views)
    mean = most = far = 0.0
    for want, draws in views:
        got = np.asarray(FORCE[library](namespace, steps, draws, plain), np.float32)
        if got.shape != want.shape:
            return f"shape {got.shape}: want {want.shape}", ""
        # Graft's bytes may round the snippet's floats down, as tf.image does, or to nearest.
        gap = np.maximum(np.maximum(want - np.ceil(got - 1e-3), np.floor(got + 1e-3) - want), 0)
        mean, most = max(mean, gap.mean()), max(most, gap.max())
        far = max(far, gap.mean() - MEAN - SHARE * np.abs(plain - want).mean())
    said = f"mean {mean:.2f} most {most:.0f}"
    # A level that one step rounds otherwise is enlarged by those after it.
    bound = MOST * sum(4 if s["op"] == "color_jitter" else 1 for s in steps)
    if exact and (mean > MEAN or most > bound):
        return f"{said}: want {MEAN}, {bound}", ""
    if far > 0:
        return f"{said}: {far:.2f} too far from Graft's", ""
    return None, said


def noisy(library, namespace, plain, views):
    """The spread of what a snippet changes is Graft's, at least half of it and at most twice."""
    def spread(images):
        return np.mean([np.abs(np.asarray(i, np.float32) - plain).mean() for i in images])
    want = spread([v for v, _ in views])
    got = spread([FORCE[library](namespace, None, None, plain) for _ in range(4 * VIEWS)])
    said = f"spread {got:.2f} of {want:.2f}"
    return (None, said) if want / 2 <= got <= 2 * want else (said, "")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--graft", required=True, help="the graft program")
    options.add_argument("--module", choices=MODULES, help="one of them alone, in this process")
    options.add_argument("case", nargs="*", help="names of golden files, without .py")
    options = options.parse_args()
    if not options.module:
        sys.exit(max([subprocess.run([sys.executable, *sys.argv, "--module", m]).returncode for m in MODULES]))
    module = importlib.import_module(options.module)
    FORCE.update({library: getattr(module, name) for library, name in MODULES[options.module].items()})
    MIXED.update({library: module.mixed for library in MODULES[options.module] if library in ("tfdata", "torchvision")})
    here = pathlib.Path(__file__).resolve().parent
    binary = str(pathlib.Path(options.graft).resolve())
    files = [here / "golden" / (c + ".py") for c in options.case] or sorted((here / "golden").glob("*.py"))
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("a", "b"):
            os.makedirs("data/train/" + name)
            picture(130, 110).save(f"data/train/{name}/1.png")
        picture(130, 110).save("picture.jpg")
        for file in files:
            recipe, *parts = cells(file.read_text())
            plain = picture(*recipe["size"])
            plain.save("plain.png")
            try:
                views = list(graft(binary, recipe, "plain.png"))
            except subprocess.CalledProcessError as e:
                print(f"{file.stem:26} graft: {e.stderr.strip()}")
                faults.append(file.stem)
                continue
            for library, exact, code in parts:
                if library not in FORCE:
                    continue
                try:
                    fault, said = compare(file.stem, library, exact, code, recipe, np.asarray(plain, np.float32), views)
                except Exception as e:
                    fault, said = f"{type(e).__name__}: {e}", ""
                print(f"{file.stem:26} {library:15} {'exact' if exact else 'differs':8} {fault and 'FAULT ' + fault or said}", flush=True)
                if fault:
                    faults.append(f"{file.stem} {library}")
    print(f"{len(faults)} faults" + "".join("\n  " + f for f in faults))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
