"""Forces the draws of the Albumentations snippets."""
import albumentations as A
import numpy as np

# What is drawn between bounds that differ, in the library's order and sense.
DRAWS = {
    "rotation": lambda s, v: [v["degrees"]],
    "width_shift": lambda s, v: [-v["fraction"]],
    "height_shift": lambda s, v: [-v["fraction"]],
    "shear": lambda s, v: [-v["degrees"]],
    "zoom": lambda s, v: [1 / v["x"], 1 / v["y"]],
    "brightness": lambda s, v: [v["factor"]],
    "contrast": lambda s, v: [v["factor"]],
    "saturation": lambda s, v: [v["factor"]],
    "hue": lambda s, v: [v["delta"]],
    "pixel_shift": lambda s, v: [-v[a] for a, side in (("x", "width"), ("y", "height")) if s[side] > 1],
    "scale": lambda s, v: [v["factor"]] * 2,
    "brightness_delta": lambda s, v: [v["delta"]],
    "channel_shift": lambda s, v: [v["levels"] / 255],
    "gamma": lambda s, v: [v["gamma"] * 100],
    "posterize": lambda s, v: [v["bits"]],
    "solarize": lambda s, v: [v["threshold"] / 255],
    "jpeg_quality": lambda s, v: [v["quality"]],
    "rescale": lambda s, v: [],
    "gaussian_blur": lambda s, v: [max(v["sigma"], 0.01)],
}


class Scripted:
    """Stands in for a transform's random.Random; what it gives must lie within the bounds asked for."""

    def __init__(self, values):
        self.values = list(values)

    def uniform(self, low, high):
        if low == high:
            return low
        value = self.values.pop(0)
        if not min(low, high) - 1e-6 <= value <= max(low, high) + 1e-6:
            raise AssertionError(f"{value} is not within {low} to {high}")
        return value

    def randint(self, low, high):
        return low if low == high else int(self.uniform(low, high))

    def random(self):
        return 0.0


def corners(v):
    return [int(v["x"]), int(v["y"]), int(v["x"] + v["width"]), int(v["y"] + v["height"])]


def force(transform, step, draw):
    if not np.isclose(transform.p, step.get("p", 1)):
        raise AssertionError(f"{step['op']} has probability {transform.p}: the recipe has {step.get('p', 1)}")
    values = draw.get("values", {})
    transform.should_apply = lambda force_apply=False: draw["applied"]
    if not draw["applied"]:
        return
    if step["op"] == "resized_crop":
        transform.get_params_dependent_on_data = lambda params, data: {"crop_coords": corners(values)}
    elif step["op"] == "random_crop":
        crop = next(t for t in transform.transforms if isinstance(t, A.RandomCrop))
        moved = {**values, "x": values["x"] + step["padding"], "y": values["y"] + step["padding"]}
        crop.get_params_dependent_on_data = lambda params, data: {"crop_coords": corners(moved), "pad_params": None}
    elif step["op"] == "channel_dropout":
        transform.get_params_dependent_on_data = lambda params, data: {"channels_to_drop": [int(values["channel"])]}
    elif step["op"] in ("erase", "fill", "cutout"):
        holes = np.array([corners(values)], np.int32)
        transform.get_params_dependent_on_data = lambda params, data: {"holes": holes, "seed": 0}
    elif step["op"] in DRAWS:
        transform.py_random = Scripted(DRAWS[step["op"]](step, values))


def view(namespace, steps, draws, plain):
    compose = namespace["augment"]
    if steps is not None:
        transforms = [t for t in compose.transforms if not isinstance(t, A.Resize)]
        left = [(s, d) for i, (s, d) in enumerate(zip(steps, draws, strict=True))
                if s["op"] not in ("center_crop", "resize_with_pad") or i == 0]  # later ones are comments
        for t, (s, d) in zip(transforms, left, strict=True):
            force(t, s, d)
    return compose(image=plain.astype(np.uint8))["image"]
