"""Forces the draws of the Keras and the tf.data snippets."""
import contextlib
import math

import numpy as np
import tensorflow as tf

# What each operation draws, in the order of the code: (low, high, value).


def plus_minus(parameter, value):
    return lambda s, v: [(-s[parameter], s[parameter], v[value])]


def within(parameter, *values):
    return lambda s, v: [(*s[parameter], v[name]) for name in values]


DRAWS = {
    "rotation": plus_minus("degrees", "degrees"),
    "width_shift": plus_minus("fraction", "fraction"),
    "height_shift": plus_minus("fraction", "fraction"),
    "shear": plus_minus("degrees", "degrees"),
    "zoom": within("range", "x", "y"),
    "brightness": within("range", "factor"),
    "gaussian_blur": within("sigma", "sigma"),
    "scale": within("range", "factor"),
    "gamma": within("range", "gamma"),
    "channel_shift": plus_minus("levels", "levels"),
    "solarize": within("threshold", "threshold"),
    "sharpen": within("factor", "factor"),
}
WHOLE = {"posterize": within("bits", "bits"), "jpeg_quality": within("quality", "quality")}
IMAGE = {  # tf.image.random_NAME
    "contrast": within("range", "factor"),
    "saturation": within("range", "factor"),
    "hue": plus_minus("delta", "delta"),
    "brightness_delta": plus_minus("delta", "delta"),
}
CORNERS = [f"{side}_{axis}" for side in ("top_left", "top_right", "bottom_right", "bottom_left") for axis in "xy"]


def own(s, v):
    """What operations with a helper of their own draw: (kind, asked, value)."""
    match s["op"]:
        case "posterize" | "jpeg_quality":
            return [("whole", (low, high), value) for low, high, value in WHOLE[s["op"]](s, v)]
        case "pixel_shift":
            return [("signed", s[side], v[axis]) for side, axis in (("width", "x"), ("height", "y")) if s[side] > 0]
        case "perspective":
            return [("corners", s["distortion"], [v[c] for c in CORNERS])]
        case "channel_dropout":
            return [("channel", None, v["channel"])]
        case "random_crop":
            return [("crop", None, [v[k] for k in ("x", "y", "width", "height")])]
    return None


def events(steps, draws):
    """What the code asks for, in turn."""
    for s, d in zip(steps, draws, strict=True):
        p, flip = s.get("p", 1), s["op"].startswith("flip_")
        if p != 1:
            yield "chance", p, d["applied"]
        values = d.get("values", {})
        if flip:
            continue
        if d["applied"] and (drawn := own(s, values)) is not None:
            yield from drawn
        elif s["op"] in ("erase", "fill", "cutout", "resized_crop"):
            if d["applied"] or p == 1:
                yield "box", None, [values.get(k, 0) for k in ("x", "y", "width", "height")]
        elif d["applied"]:
            for low, high, value in IMAGE.get(s["op"], DRAWS.get(s["op"], lambda s, v: []))(s, values):
                if s["op"] not in IMAGE or low != high:
                    yield s["op"] if s["op"] in IMAGE else "draw", (low, high), value


class Feed:
    def __init__(self, steps, draws):
        self.left = list(events(steps, draws))

    def take(self, kind, bounds):
        want, asked, value = self.left.pop(0)
        if want != kind:
            raise AssertionError(f"the code asks for {kind}, Graft drew {want}")
        if asked is not None and not np.allclose(asked, bounds, atol=0.011):  # 0.01 stands for a sigma of 0
            raise AssertionError(f"{kind} within {bounds}: the recipe has {asked}")
        return value

    def chance(self, p):
        return tf.constant(self.take("chance", p))

    def draw(self, low, high):
        return tf.constant(self.take("draw", (low, high)), tf.float32)

    def box(self, scale=None, ratio=None):
        return [tf.constant(v, tf.float32) for v in self.take("box", None)]

    def whole(self, low, high):
        return tf.constant(self.take("whole", (low, high)), tf.float32)

    def signed(self, n):
        return tf.constant(self.take("signed", n), tf.float32)

    def corners(self, distortion, centred):
        to = tf.reshape(tf.constant(self.take("corners", distortion), tf.float32), [4, 2])
        return to + centred[0]  # from pixels to the distance from the centre

    def channel(self):
        return tf.constant(int(self.take("channel", None)))

    def random_crop(self, image, size):
        x, y, w, h = [int(v) for v in self.take("crop", None)]
        border = (image.shape[0] - self.side) // 2
        if [h, w, 3] != list(size):
            raise AssertionError(f"a crop of {size}: Graft drew {h}x{w}")
        return image[y + border:y + border + h, x + border:x + border + w]

    def flip(self, change):
        return lambda image: change(image) if self.take("chance", 0.5) else image

    def crop(self, size, boxes, **options):
        x, y, w, h = [int(v) for v in self.take("box", None)]
        return tf.constant([y, x, 0]), tf.constant([h, w, -1]), None

    def image(self, name):
        adjust = getattr(tf.image, "adjust_" + name.removesuffix("_delta"))
        if name in ("hue", "brightness_delta"):
            return lambda image, delta: adjust(image, self.take(name, (-delta, delta)))
        return lambda image, low, high: adjust(image, self.take(name, (low, high)))


@contextlib.contextmanager
def forced(namespace, feed):
    """tf.image and the helpers of the snippet draw from feed."""
    before, kept = dict(namespace), {}
    for name, value in {
            "draw": feed.draw, "chance": feed.chance, "random_box": feed.box, "cutout_box": feed.box, "whole": feed.whole,
            "signed": feed.signed, "random_channel": feed.channel,
            "corners": lambda distortion: feed.corners(distortion, before["CORNERS"])}.items():
        if name in namespace:
            namespace[name] = value
    feed.side = namespace.get("HEIGHT", 0)
    changed = {"random_" + n.removesuffix("_delta"): feed.image(n) for n in IMAGE}
    changed["random_crop"] = feed.random_crop
    changed |= {"random_" + n: feed.flip(getattr(tf.image, n)) for n in ("flip_left_right", "flip_up_down")}
    changed["sample_distorted_bounding_box"] = feed.crop
    for name, value in changed.items():
        kept[name] = getattr(tf.image, name)
        setattr(tf.image, name, value)
    try:
        yield
    finally:
        namespace.update(before)
        for name, value in kept.items():
            setattr(tf.image, name, value)
    if feed.left:
        raise AssertionError(f"the code did not ask for {feed.left}")


def tfdata(namespace, steps, draws, plain):
    if steps is None:
        return np.asarray(namespace["augment"](plain))
    with forced(namespace, Feed(steps, draws)):
        return np.asarray(namespace["augment"](plain))


GENERATOR = {
    "rotation": ("rotation_range", "degrees"), "width_shift": ("width_shift_range", "fraction"),
    "height_shift": ("height_shift_range", "fraction"), "shear": ("shear_range", "degrees"),
    "zoom": ("zoom_range", "range"), "brightness": ("brightness_range", "range"),
    "flip_left_right": ("horizontal_flip", None), "flip_up_down": ("vertical_flip", None),
    "channel_shift": ("channel_shift_range", "levels"), "pixel_shift": ("width_shift_range", "width"),
}


def keras(namespace, steps, draws, plain):
    generator = namespace["augment"]
    if steps is None:
        return generator.standardize(generator.apply_transform(plain.copy(), generator.get_random_transform(plain.shape)))
    own, rest = {}, []
    for s, d in zip(steps, draws, strict=True):
        name, parameter = GENERATOR.get(s["op"], (None, None))
        wanted = 0.5 if s["op"].startswith("flip_") else 1
        if s["op"] == "center_crop" and not own and not rest:
            continue
        if name is None or s["op"] in own or s.get("p", 1) != wanted:
            rest.append((s, d))
            continue
        own[s["op"]] = (d.get("values", {}), d["applied"], len(own))
        if parameter and not np.allclose(getattr(generator, name), s[parameter], atol=1e-3):
            raise AssertionError(f"{name} = {getattr(generator, name)}: the recipe has {s[parameter]}")
        if not parameter and not getattr(generator, name):
            raise AssertionError(f"{name} is not set")
    x = generator.apply_transform(plain.copy(), parameters(own, plain.shape))
    with forced(namespace, Feed([s for s, _ in rest], [d for _, d in rest])):
        return np.clip(generator.standardize(x), 0, 255)


def parameters(own, shape):
    """Graft's draws as those of ImageDataGenerator, which flips after it has
    turned: what the recipe flips before turns the other way."""
    def value(op, name, otherwise=0.0):
        return own[op][0].get(name, otherwise) if op in own else otherwise

    def sign(op, *flips):
        return math.prod(-1 for f in flips if f in own and own[f][1] and op in own and own[f][2] < own[op][2])

    both = ("flip_left_right", "flip_up_down")
    return {
        "theta": sign("rotation", *both) * value("rotation", "degrees"),
        # Its tx goes along x, whatever it is drawn from (keras#17398).
        "tx": sign("width_shift", "flip_left_right") * value("width_shift", "fraction") * shape[1] + value("pixel_shift", "x"),
        "ty": sign("height_shift", "flip_up_down") * value("height_shift", "fraction") * shape[0] + value("pixel_shift", "y"),
        "shear": sign("shear", *both) * value("shear", "degrees"),
        "zx": value("zoom", "x", 1), "zy": value("zoom", "y", 1),
        "flip_horizontal": "flip_left_right" in own and own["flip_left_right"][1],
        "flip_vertical": "flip_up_down" in own and own["flip_up_down"][1],
        "channel_shift_intensity": value("channel_shift", "levels", None),
        "brightness": value("brightness", "factor", None),
    }


def mixed(namespace, boxes):
    """Compares the batch functions of a tf.data snippet, their draws forced, with
    the definition of MixUp and with the boxes that torchvision's CutMix makes, to
    which Graft's are held too. Returns what is wrong."""
    faults = [] if {"mix_up", "cut_mix"} & set(namespace) else ["nothing mixes"]
    for row in boxes:
        (w, h), share = row["size"], row["lambda"]
        namespace["beta"] = lambda alpha: tf.constant(share, tf.float32)
        namespace["partner"] = lambda images, labels: (images[::-1], labels[::-1])
        rng = np.random.default_rng(7)
        images, labels = rng.uniform(0, 255, [2, h, w, 3]).astype(np.float32), np.eye(2, dtype=np.float32)
        if "mix_up" in namespace:
            got, soft = namespace["mix_up"](tf.constant(images), tf.constant(labels), 0.4)
            want = share * images + (1 - share) * images[::-1]
            if np.abs(got - want).max() > 1e-3 or np.abs(soft - share * labels - (1 - share) * labels[::-1]).max() > 1e-6:
                faults.append(f"mix_up with {share}")
        if "cut_mix" in namespace:
            namespace["WIDTH"], namespace["HEIGHT"] = w, h
            places = iter([(row["x"] + 0.5) / w, (row["y"] + 0.5) / h])
            with patched(tf.random, "uniform", lambda shape: tf.constant(next(places), tf.float32)):
                got, soft = namespace["cut_mix"](tf.constant(images), tf.constant(labels), 0.4)
            x0, y0, x1, y1 = row["box"]
            want = images.copy()
            want[:, y0:y1, x0:x1] = images[::-1, y0:y1, x0:x1]
            share = row["adjusted"]
            if np.abs(got - want).max() > 0 or np.abs(soft - share * labels - (1 - share) * labels[::-1]).max() > 1e-6:
                faults.append(f"cut_mix of {row}")
    return faults


@contextlib.contextmanager
def patched(module, name, function):
    before = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, before)
