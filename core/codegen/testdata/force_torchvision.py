"""Forces the draws of the torchvision snippets."""
import numpy as np
import torch
from torchvision.transforms import v2
from torchvision.transforms.v2.functional._geometry import _get_perspective_coeffs

# Transforms that draw nothing and stand for no step.
FRAME = (v2.ToImage, v2.ToDtype, v2.Resize, v2.Pad, v2.CenterCrop)


def affine(size, angle=0.0, x=0.0, y=0.0, scale=1.0, shear=0.0):
    return {"angle": angle, "translate": (round(x), round(y)), "scale": scale, "shear": (shear, 0.0)}


def jitter(**factors):
    names = ("brightness_factor", "contrast_factor", "saturation_factor", "hue_factor")
    return {"fn_idx": torch.arange(4), **{n: factors.get(n) for n in names}}


def box(v):
    return {"top": int(v["y"]), "left": int(v["x"]), "height": int(v["height"]), "width": int(v["width"])}


def coefficients(v, size):
    corners = [[v[f"{side}_x"], v[f"{side}_y"]] for side in ("top_left", "top_right", "bottom_right", "bottom_left")]
    w, h = size[0] - 1, size[1] - 1
    return _get_perspective_coeffs([[0, 0], [w, 0], [w, h], [0, h]], corners)


def chosen(draw):
    """The draws of color_jitter, which name what they chose, in order."""
    names = {"brightness": 0, "contrast": 1, "color": 2, "hue": 3}
    m = {c["op"]: c["magnitude"] for c in draw.get("chosen", [])}
    order = [names[op] for op in m] + [i for op, i in names.items() if op not in m]
    return {"fn_idx": torch.tensor(order), "brightness_factor": 1 + m.get("brightness", 0), "contrast_factor": 1 + m.get("contrast", 0),
            "saturation_factor": 1 + m.get("color", 0), "hue_factor": m.get("hue", 0.0)}


# What a function given to drawn(change, low, high) gets: (parameter, value).
DRAWN = {
    "brightness_delta": ("delta", "delta"), "gamma": ("range", "gamma"), "channel_shift": ("levels", "levels"),
    "solarize": ("threshold", "threshold"), "sharpen": ("factor", "factor"),
}


def force_drawn(transform, step, values):
    """Gives the function in a drawn(change, low, high) Graft's number."""
    if not hasattr(transform, "made"):
        cells = [c.cell_contents for c in transform.lambd.__closure__]
        transform.made = dict(zip(transform.lambd.__code__.co_freevars, cells))
    parameter, name = DRAWN[step["op"]]
    want = step[parameter] if isinstance(step[parameter], list) else [-step[parameter], step[parameter]]
    if not np.allclose([transform.made["low"], transform.made["high"]], want):
        raise AssertionError(f"drawn from {transform.made}: the recipe has {want}")
    transform.lambd = lambda image: transform.made["change"](image, values[name])


# What make_params returns for Graft's draws: (step, values, size of the result).
PARAMS = {
    "resized_crop": lambda s, v, size: box(v),
    "rotation": lambda s, v, size: {"angle": v["degrees"]},
    "width_shift": lambda s, v, size: affine(size, x=-v["fraction"] * size[0]),
    "height_shift": lambda s, v, size: affine(size, y=-v["fraction"] * size[1]),
    "shear": lambda s, v, size: affine(size, shear=-v["degrees"]),
    "zoom": lambda s, v, size: affine(size, scale=(v["x"] * v["y"]) ** -0.5),
    "brightness": lambda s, v, size: jitter(brightness_factor=v["factor"]),
    "contrast": lambda s, v, size: jitter(contrast_factor=v["factor"]),
    "saturation": lambda s, v, size: jitter(saturation_factor=v["factor"]),
    "hue": lambda s, v, size: jitter(hue_factor=v["delta"]),
    "fill": lambda s, v, size: PARAMS["erase"](s, v, size),
    "cutout": lambda s, v, size: PARAMS["erase"](s, v, size),
    "gaussian_blur": lambda s, v, size: {"sigma": [max(v["sigma"], 0.01)] * 2},
    "pixel_shift": lambda s, v, size: affine(size, x=-v["x"], y=-v["y"]),
    "scale": lambda s, v, size: affine(size, scale=v["factor"]),
    "perspective": lambda s, v, size: {"coefficients": coefficients(v, size)},
    "random_crop": lambda s, v, size: {
        "needs_crop": True, **box({**v, "x": v["x"] + s["padding"], "y": v["y"] + s["padding"]}),
        "needs_pad": s["padding"] > 0, "padding": [int(s["padding"])] * 4},
    "jpeg_quality": lambda s, v, size: {"quality": int(v["quality"])},
    "color_jitter": lambda s, v, size: v,
    "erase": lambda s, v, size: {"i": int(v["y"]), "j": int(v["x"]), "h": int(v["height"]), "w": int(v["width"]), "v": None},
}

# Attributes that hold the bounds of what is drawn, by step.
BOUNDS = {
    "resized_crop": [("scale", "scale"), ("ratio", "ratio")], "erase": [("scale", "scale"), ("ratio", "ratio")],
    "brightness": [("brightness", "range")], "contrast": [("contrast", "range")], "saturation": [("saturation", "range")],
}


def steps_of(compose):
    return [t for t in compose.transforms
            if not isinstance(t, FRAME) and not (isinstance(t, v2.Lambda) and "circular" in str(t.lambd.__code__.co_consts))]


def force(transform, step, draw, size):
    inner = transform
    if isinstance(transform, v2.RandomApply):
        inner = transform.transforms[0]
    p = getattr(transform, "graft_p", getattr(transform, "p", 1))
    if not isinstance(inner, v2.RandomChoice) and not np.isclose(p, step.get("p", 1)):
        raise AssertionError(f"{step['op']} has probability {p}: the recipe has {step.get('p', 1)}")
    transform.graft_p = p
    if hasattr(transform, "p") and not isinstance(transform, v2.RandomChoice):
        transform.p = float(draw["applied"])
    for attribute, parameter in BOUNDS.get(step["op"], []):
        if not np.allclose(getattr(inner, attribute), step[parameter]):
            raise AssertionError(f"{attribute} {getattr(inner, attribute)}: the recipe has {step[parameter]}")
    if isinstance(inner, v2.Compose):
        inner = next(t for t in inner.transforms if not isinstance(t, FRAME) or isinstance(t, v2.Resize))
    if draw["applied"] and step["op"] in DRAWN:
        force_drawn(inner, step, draw["values"])
    if draw["applied"] and step["op"] == "posterize" and isinstance(inner, v2.RandomChoice):
        inner.p = [float(t.bits == draw["values"]["bits"]) for t in inner.transforms]
    if draw["applied"] and step["op"] == "color_jitter":
        draw = {**draw, "values": chosen(draw)}
    if draw["applied"] and step["op"] == "channel_dropout":
        force_channel(inner, draw["values"]["channel"])
    if draw["applied"] and step["op"] in PARAMS:
        params = PARAMS[step["op"]](step, draw.get("values", {}), size)
        if isinstance(inner, v2.RandomErasing):
            params["v"] = torch.tensor(inner.value, dtype=torch.float32).flatten()[:, None, None]
        inner.make_params = lambda flat_inputs: params


def force_channel(transform, channel):
    def drop(image):
        # What the snippet's own drop_channel makes of the channel, drawn until it is the one.
        while True:
            out = own(image)
            if (out != image).flatten(1).any(1).nonzero().flatten().tolist() in ([int(channel)], []):
                return out
    own = getattr(transform, "own", transform.lambd)
    transform.own, transform.lambd = own, drop


def view(namespace, steps, draws, plain):
    compose = namespace["augment"]
    if steps is not None:
        for t, s, d in zip(steps_of(compose), steps, draws, strict=True):
            force(t, s, d, (plain.shape[1], plain.shape[0]))
    out = compose(plain.astype(np.uint8))
    return np.moveaxis(out.numpy(), 0, -1) * 255


def mixed(namespace, boxes):
    """Compares what a torchvision snippet does to a batch, its draws forced, with
    the definition of MixUp and with CutMix's boxes. Returns what is wrong."""
    steps = mix_steps(namespace)
    faults = [] if steps else ["nothing mixes"]
    for row in boxes:
        (w, h), share = row["size"], row["lambda"]
        rng = torch.Generator().manual_seed(7)
        images = torch.rand([2, 3, h, w], generator=rng)
        labels = torch.tensor([0, 1])
        hot = torch.eye(2)
        for step in steps:
            cut = type(step).__name__ == "CutMix"
            box = row["box"] if cut else None
            now = row["adjusted"] if cut else share
            params = {"box": box, "lam_adjusted": now} if cut else {"lam": now}
            step.make_params = lambda _, params=params, own=step: {
                **params, "labels": own._labels_getter((images, labels)), "batch_size": 2}
            got, soft = step(images, labels)
            other = images.roll(1, 0)
            want = images.clone()
            if cut:
                x0, y0, x1, y1 = box
                want[..., y0:y1, x0:x1] = other[..., y0:y1, x0:x1]
            else:
                want = now * images + (1 - now) * other
            if (got - want).abs().max() > 1e-5 or (soft - now * hot - (1 - now) * hot.roll(1, 0)).abs().max() > 1e-5:
                faults.append(f"{type(step).__name__} of {row}")
    return faults


def mix_steps(namespace):
    """The mixing transforms that the snippet's batches go through."""
    found, todo = [], [namespace["mix"]]
    while todo:
        t = todo.pop()
        if type(t).__name__ in ("MixUp", "CutMix"):
            found.append(t)
        todo += list(getattr(t, "transforms", []))
    return found
