"""ImageDataGenerator: Keras's own affine transform where it does as documented,
and the same formulas with scipy where it does not."""

import keras
import numpy as np
import scipy
from keras.src.legacy.preprocessing import image as legacy
from scipy import ndimage

from cases import picture

# Keras asks scipy for "wrap", which repeats with a period one pixel short; what
# its documentation draws (abcd|abcd|abcd) is scipy's "grid-wrap".
SCIPY_MODE = {"nearest": "nearest", "constant": "constant", "reflect": "reflect", "wrap": "grid-wrap"}


def documented(x, theta=0, width=0, height=0, shear=0, zx=1, zy=1, fill="nearest", cval=0):
    """apply_affine_transform about the true centre, the width shift along x and
    the height shift along y, with the documented wrap."""
    h, w = x.shape[:2]
    t, s = np.deg2rad(theta), np.deg2rad(shear)
    m = np.array([[np.cos(t), -np.sin(t), 0], [np.sin(t), np.cos(t), 0], [0, 0, 1]])
    m = m @ np.array([[1, 0, width * w], [0, 1, height * h], [0, 0, 1]])
    m = m @ np.array([[1, -np.sin(s), 0], [0, np.cos(s), 0], [0, 0, 1]])
    m = m @ np.diag([zx, zy, 1])
    cx, cy = w / 2 - 0.5, h / 2 - 0.5
    m = np.array([[1, 0, cx], [0, 1, cy], [0, 0, 1]]) @ m @ np.array([[1, 0, -cx], [0, 1, -cy], [0, 0, 1]])
    p = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    m = p @ m @ p  # scipy's axes are rows, columns
    return np.stack([
        ndimage.affine_transform(x[..., i], m[:2, :2], m[:2, 2], order=1, mode=SCIPY_MODE[fill], cval=cval)
        for i in range(3)], -1)


def chains(c, fill, cval):
    """A crop ends the picture for what follows; flips come after the affine."""
    outside = {"fill": fill, "cval": cval}
    x = picture("wide").astype(np.float32)
    crop = x[3:3 + 15, 9:9 + 19]
    box = {"x": 9, "y": 3, "width": 19, "height": 15}
    c.add("crop, then documented affine (scipy)", "wide",
          [("resized_crop", None, box), ("rotation", outside, {"degrees": 27.0}), ("zoom", outside, {"x": 1.2, "y": 1.1})],
          documented(crop, theta=27, zx=1.2, zy=1.1, fill=fill, cval=cval))
    c.add("crop, flip, then documented affine (scipy)", "wide",
          [("resized_crop", None, box), ("flip_left_right", None, None), ("shear", outside, {"degrees": 20.0})],
          documented(crop[:, ::-1], shear=20, fill=fill, cval=cval))
    c.add("documented affine (scipy), then flips", "wide",
          [("rotation", outside, {"degrees": -50.0}), ("flip_left_right", None, None), ("flip_up_down", None, None)],
          documented(x, theta=-50, fill=fill, cval=cval)[::-1, ::-1])


def affine(c, name, fill="nearest", cval=0, theta=0, width=0, height=0, shear=0, zx=1, zy=1, exact=False):
    x = picture(name).astype(np.float32)
    h, w = x.shape[:2]
    want = documented(x, theta, width, height, shear, zx, zy, fill, cval)
    original = "documented affine (scipy)"
    if h == w and fill != "wrap":
        # Keras itself, its swap of the two shifts undone.
        own = legacy.apply_affine_transform(x, theta, width * w, height * h, shear, zx, zy, row_axis=0, col_axis=1,
                                            channel_axis=2, fill_mode=fill, cval=cval)
        assert np.abs(own - want).max() < 1e-2, (name, fill, np.abs(own - want).max())
        want, original = own, "keras apply_affine_transform"
    outside = {"fill": fill, "cval": cval}
    steps = []
    if theta:
        steps.append(("rotation", outside, {"degrees": theta}))
    if width:
        steps.append(("width_shift", outside, {"fraction": width}))
    if height:
        steps.append(("height_shift", outside, {"fraction": height}))
    if shear:
        steps.append(("shear", outside, {"degrees": shear}))
    if (zx, zy) != (1, 1):
        steps.append(("zoom", outside, {"x": zx, "y": zy}))
    c.add(original, name, steps, want, exact=exact)


def as_keras(c, name, fill, cval, theta, width, height, shear, zx, zy):
    """Keras itself, faults and all, on a picture that is not square: as ParseKeras
    with AsKeras says it."""
    x = picture(name).astype(np.float32)
    h, w = x.shape[:2]
    # Keras's ty moves along x and is a share of the width, its tx along y.
    want = legacy.apply_affine_transform(x, theta, width * w, height * h, shear, zx, zy, row_axis=0, col_axis=1,
                                         channel_axis=2, fill_mode=fill, cval=cval)
    d, outside = (h - w) / 2, {"fill": fill, "cval": cval}
    move = lambda s: ("translation", {**outside, "x": s * d, "y": -s * d}, {"x": s * d, "y": -s * d})
    c.add("keras apply_affine_transform, not square", name, [
        move(-1), ("rotation", outside, {"degrees": theta}), ("width_shift", outside, {"fraction": width}),
        ("height_shift", outside, {"fraction": height}), ("shear", outside, {"degrees": shear}),
        ("zoom", outside, {"x": zx, "y": zy}), move(1)], want)


def more(c):
    for fill, cval in [("nearest", 0), ("constant", 0), ("constant", 200), ("reflect", 0)]:
        as_keras(c, "wide", fill, cval, 33.0, 0.1, -0.07, 12.0, 1.1, 0.85)
        as_keras(c, "tall", fill, cval, -70.0, -0.05, 0.12, -9.0, 0.8, 1.2)
        as_keras(c, "wide", fill, cval, 20.0, 0.0, 0.0, 0.0, 1.0, 1.0)
    for fill, cval in [("nearest", 0), ("constant", 77)]:
        outside = {"fill": fill, "cval": cval}
        for name, x, y in [("square", 3, -4), ("wide", -11, 2)]:
            img = picture(name).astype(np.float32)
            h, w = img.shape[:2]
            c.add("documented affine (scipy)", name, [("pixel_shift", outside, {"x": x, "y": y})],
                  documented(img, width=x / w, height=y / h, fill=fill, cval=cval), exact=True)
            c.add("documented affine (scipy)", name, [("scale", outside, {"factor": 0.75})],
                  documented(img, zx=1 / 0.75, zy=1 / 0.75, fill=fill, cval=cval))
    for name in ["pale", "colours"]:
        x = picture(name).astype(np.float32)
        for level in [-60.0, -7.3, 0.0, 31.8, 120.0]:
            c.add("keras apply_channel_shift", name, [("channel_shift", None, {"levels": level})],
                  legacy.apply_channel_shift(x, level, channel_axis=2))
    c.add("keras Rescaling", "pale", [("rescale", None, {"factor": 1.3, "offset": -0.2})],
          255 * np.clip(keras.layers.Rescaling(1.3, -0.2)(picture("pale") / np.float32(255)).numpy(), 0, 1))
    normalised(c)


def normalised(c):
    """ImageDataGenerator.standardize, its result moved to lie about mid-grey
    with a standard deviation of a quarter of full scale."""
    for name in ["pale", "wide"]:
        x = picture(name).astype(np.float32)
        g = legacy.ImageDataGenerator(samplewise_center=True)
        c.add("keras samplewise_center", name, [("samplewise_normalization", {"mode": "center"}, None)],
              128 + g.standardize(x.copy()))
        g = legacy.ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True)
        c.add("keras samplewise_std_normalization", name, [("samplewise_normalization", {"mode": "center_and_std", "stddev": 0.25}, None)],
              128 + 255 * 0.25 * g.standardize(x.copy()))
        g = legacy.ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
        mean, std = [0.4, 0.5, 0.6], [0.2, 0.3, 0.25]
        g.mean, g.std = 255 * np.array(mean, np.float32), 255 * np.array(std, np.float32)
        params = {f"{what}_{colour}": v[i] for what, v in [("mean", mean), ("std", std)] for i, colour in enumerate(["red", "green", "blue"])}
        c.add("keras featurewise_std_normalization", name, [("featurewise_normalization", {**params, "stddev": 0.25}, None)],
              128 + 255 * 0.25 * g.standardize(x.copy()))


def run(c):
    c.tools["keras"], c.tools["scipy"] = keras.__version__, scipy.__version__
    fills = [("nearest", 0), ("constant", 0), ("constant", 200), ("reflect", 0), ("wrap", 0)]
    for fill, cval in fills:
        chains(c, fill, cval)
        for name in ["square", "odd", "wide", "tall"]:
            h, w = picture(name).shape[:2]
            affine(c, name, fill, cval, width=5 / w, exact=True)
            affine(c, name, fill, cval, height=-9 / h, exact=True)
        affine(c, "square", fill, cval, theta=20)
        affine(c, "odd", fill, cval, theta=-131)
        affine(c, "wide", fill, cval, theta=33)
        affine(c, "wide", fill, cval, shear=25)
        affine(c, "square", fill, cval, shear=-12)
        affine(c, "tall", fill, cval, width=0.123, height=-0.217)
        affine(c, "odd", fill, cval, zx=1.35, zy=0.6)
        affine(c, "tall", fill, cval, zx=0.8, zy=1.2)
        affine(c, "odd", fill, cval, theta=15, width=0.07, height=-0.11, shear=8, zx=1.1, zy=0.85)
        affine(c, "wide", fill, cval, theta=-40, width=-0.2, height=0.13, shear=-14, zx=0.7, zy=1.25)
    for theta in [90, 180, -90]:
        for name in ["square", "odd"]:
            affine(c, name, theta=theta, exact=True)
    more(c)
    for name in ["colours", "wide"]:
        for k in [0.0, 0.5, 0.9, 1.0, 1.37, 3.0]:
            got = legacy.apply_brightness_shift(picture(name).astype(np.float32), k, scale=False)
            c.add("keras apply_brightness_shift", name, [("brightness", None, {"factor": k})], got)
