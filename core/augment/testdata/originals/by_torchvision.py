"""torchvision.transforms.v2.functional on uint8 tensors."""

import math

import torch
import torchvision
from torchvision import tv_tensors
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

import stream
from cases import picture


def tensor(name):
    return torch.from_numpy(picture(name)).permute(2, 0, 1)


def array(t):
    return t.permute(1, 2, 0).numpy()


def levels(c):
    for name in ["colours", "pale", "square", "odd", "wide", "tall"]:
        x = tensor(name)
        for q in [5, 40, 75, 100]:
            c.add("torchvision jpeg", name, [("jpeg_quality", None, {"quality": q})], array(F.jpeg(x, q)))
    for name in ["colours", "pale", "square"]:
        x = tensor(name)
        c.add("torchvision invert", name, [("invert", None, None)], array(F.invert(x)), exact=True)
        c.add("torchvision equalize", name, [("equalize", None, None)], array(F.equalize(x)), exact=True)
        c.add("torchvision autocontrast", name, [("autocontrast", None, None)], array(F.autocontrast(x)))
        for bits in [1, 4, 6, 8]:
            c.add("torchvision posterize", name, [("posterize", None, {"bits": bits})], array(F.posterize(x, bits)), exact=True)
        for threshold in [0, 100, 128, 255]:
            c.add("torchvision solarize", name, [("solarize", None, {"threshold": threshold})], array(F.solarize(x, threshold)), exact=True)
        for factor in [0.0, 0.4, 1.0, 1.9, 3.0]:
            c.add("torchvision adjust_sharpness", name, [("sharpen", None, {"factor": factor})], array(F.adjust_sharpness(x, factor)))


def perspectives(c):
    for name, fill in [("square", None), ("wide", None), ("tall", None), ("tall", 90)]:
        x = tensor(name)
        h, w = x.shape[1:]
        start = [[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]]
        for end in [[[3, 2], [w - 5, 1], [w - 2, h - 7], [4, h - 3]], [[0, 0], [w - 1, 4], [w - 6, h - 1], [0, h - 2]]]:
            values = {f"{corner}_{axis}": end[i][k] for i, corner in enumerate(["top_left", "top_right", "bottom_right", "bottom_left"])
                      for k, axis in enumerate("xy")}
            # With a fill other than black, torchvision weighs what it sees of the
            # outermost pixels twice, which leaves a dark rim.
            c.add("torchvision perspective" + (" with a fill" if fill else ""), name, [("perspective", {"fill": "constant", "cval": fill or 0}, values)],
                  array(F.perspective(x, start, end, fill=fill)), strict=not fill)
        # Corners beyond the picture: nothing of the outside is seen.
        end = [[-3, -2], [w + 4, -5], [w + 2, h + 3], [-6, h + 4]]
        values = {f"{corner}_{axis}": end[i][k] for i, corner in enumerate(["top_left", "top_right", "bottom_right", "bottom_left"])
                  for k, axis in enumerate("xy")}
        c.add("torchvision perspective, inside", name, [("perspective", {"fill": "constant"}, values)],
              array(F.perspective(x, start, end, fill=fill)))


def policies(c):
    """The operations of RandAugment and its like, at magnitudes forced, as its
    own code applies them."""
    order = ["Identity", "ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color", "Contrast",
             "Sharpness", "Posterize", "Solarize", "AutoContrast", "Equalize", "Invert"]
    magnitudes = {"ShearX": [0.2, -0.3], "ShearY": [-0.15, 0.3], "TranslateX": [5.0, -3.7], "TranslateY": [-6.0, 8.2], "Rotate": [18.0, -30.0],
                  "Brightness": [0.5, -0.9], "Color": [0.8, -0.6], "Contrast": [0.7, -0.5], "Sharpness": [0.9, -0.9],
                  "Posterize": [6, 3], "Solarize": [100.0, 255.0], "AutoContrast": [0], "Equalize": [0], "Invert": [0], "Identity": [0]}
    policy = v2.RandAugment(interpolation=v2.InterpolationMode.BILINEAR)
    for op, which in magnitudes.items():
        for m in which:
            for name in ["pale", "wide"]:
                values = {f"{k}{i}": 0 for i in [1, 2, 3, 4] for k in ["op", "magnitude"]}
                values["op1"], values["magnitude1"] = order.index(op), m
                got = policy._apply_image_or_video_transform(tensor(name), op, m / 255 if op == "Solarize" else m, interpolation=policy.interpolation, fill={object: None})
                c.add("torchvision RandAugment " + op, name, [("rand_augment", None, values)], array(got),
                      exact=op in ["Posterize", "Solarize", "Equalize", "Invert", "Identity"])
    for name in ["pale", "colours"]:
        got = F.adjust_hue(tensor(name), 0.12)
        values = {f"{k}{i}": 0 for i in [1, 2, 3, 4] for k in ["op", "magnitude"]}
        values.update(op1=15, magnitude1=0.12)
        c.add("torchvision adjust_hue", name, [("color_jitter", None, values)], array(got))
        values = dict(values, op1=6, magnitude1=0.3, op2=8, magnitude2=-0.2, op3=7, magnitude3=0.4)
        got = F.adjust_saturation(F.adjust_contrast(F.adjust_brightness(tensor(name), 1.3), 0.8), 1.4)
        c.add("torchvision adjust_brightness, _contrast, _saturation", name, [("color_jitter", None, values)], array(got))


def tables(c):
    """The magnitudes of the policies on a picture of 224×160, and the boxes of
    CutMix for what it would have drawn."""
    def space(policy, bins):
        out = {}
        for op, (magnitudes, signed) in policy._AUGMENTATION_SPACE.items():
            m = magnitudes(bins, 160, 224)
            m = [0] * bins if m is None else [float(v) * (255 if op == "Solarize" else 1) for v in m]
            out[op] = {"signed": signed, "magnitudes": [float(f"{v:.7g}") for v in m]}
        return out
    c.tables["rand_augment"] = space(v2.RandAugment, 31)
    c.tables["trivial_augment"] = space(v2.TrivialAugmentWide, 31)
    auto = v2.AutoAugment()
    c.tables["auto_augment"] = space(v2.AutoAugment, 10)
    c.tables["imagenet_policy"] = [[{"op": op, "p": p, "bin": b or 0} for op, p, b in pair] for pair in auto._policies]
    c.tables["cut_mix"] = boxes = []
    randint = torch.randint
    for w, h, lam, x, y in [(224, 160, 0.5, 100, 80), (224, 160, 0.2, 3, 159), (31, 37, 0.93, 30, 0), (31, 37, 0.0, 15, 18), (31, 37, 1.0, 4, 5)]:
        t = v2.CutMix(num_classes=2)
        t._dist = type("Given", (), {"sample": lambda self, shape: torch.tensor(lam)})()
        drawn = iter([x, y])
        torch.randint = lambda *a, **k: torch.tensor([next(drawn)])
        p = t.make_params([tv_tensors.Image(torch.zeros(1, 3, h, w))])
        boxes.append({"size": [w, h], "lambda": lam, "x": x, "y": y, "box": p["box"], "adjusted": p["lam_adjusted"]})
    torch.randint = randint


def elastics(c):
    """ElasticTransform with our own numbers for its noise. For a picture that is
    not square torchvision moves along x by alpha/2 · width/height, not alpha/2:
    here along both axes alike."""
    for name, alpha, sigma, fill in [("square", 60.0, 3.0, "constant"), ("odd", 35.0, 2.0, "constant"), ("wide", 50.0, 2.5, "constant")]:
        x = tensor(name)
        h, w = x.shape[1:]
        numbers = stream.Stream("elastic", picture(name))
        size = int(8 * sigma + 1)
        size += 1 - size % 2
        field = []
        for side in [w, h]:
            d = torch.from_numpy(numbers.units(h, w) * 2 - 1).float()[None, None]
            field.append(F.gaussian_blur(d, [size, size], [sigma, sigma]) * alpha / side)
        displacement = torch.concat(field, 1).permute([0, 2, 3, 1])
        c.add("torchvision elastic", name, [("elastic", {"fill": fill}, {"alpha": alpha, "sigma": sigma})],
              array(F.elastic(x, displacement)))


def borders(c):
    x = tensor("wide")
    c.add("torchvision center_crop", "wide", [("center_crop", None, {"x": 6, "y": 0, "width": 24, "height": 24})],
          array(F.center_crop(x, [24, 24])), exact=True)
    c.add("torchvision RandomCrop with padding", "wide",
          [("random_crop", {"width": 30, "height": 20, "padding": 6, "fill": "constant"}, {"x": -5, "y": 7, "width": 30, "height": 20})],
          array(F.crop(F.pad(x, [6, 6, 6, 6]), 13, 1, 20, 30)), exact=True)
    for mode, fill in [("edge", "nearest"), ("symmetric", "reflect"), ("constant", "constant")]:
        c.add("torchvision pad, resize", "wide", [("pad", {"fill": fill}, {"pixels": 4})],
              array(F.resize(F.pad(x, [4, 4, 4, 4], padding_mode=mode), [24, 37], antialias=False)))
    for name in ["colours", "odd"]:
        c.add("torchvision rgb_to_grayscale", name, [("grayscale", None, None)], array(F.rgb_to_grayscale(tensor(name), 3)))


def covers(c):
    x = tensor("wide")
    box = {"x": 11, "y": 0, "width": 26, "height": 9}
    colour = torch.tensor([201, 3, 77], dtype=torch.uint8)[:, None, None]
    c.add("torchvision erase", "wide", [("fill", {"red": 201, "green": 3, "blue": 77}, box)],
          array(F.erase(x, 0, 11, 9, 26, colour)), exact=True)
    c.add("torchvision erase", "wide", [("cutout", {"level": 40}, box)],
          array(F.erase(x, 0, 11, 9, 26, torch.full((3, 1, 1), 40, dtype=torch.uint8))), exact=True)


def run(c):
    c.tools["torchvision"], c.tools["torch"] = torchvision.__version__, torch.__version__
    for name in ["wide", "odd"]:
        x = tensor(name)
        c.add("torchvision horizontal_flip", name, [("flip_left_right", None, None)], array(F.horizontal_flip(x)), exact=True)
        for left, top, w, h in [(0, 0, 11, 9), (7, 5, 20, 13), (3, 11, 16, 12)]:
            box = {"x": left, "y": top, "width": w, "height": h}
            c.add("torchvision resized_crop to its own size", name, [("resized_crop", None, box)],
                  array(F.resized_crop(x, top, left, h, w, [h, w])), exact=True)
        box = {"x": 4, "y": 6, "width": 17, "height": 12}
        c.add("torchvision resized_crop, enlarged", name, [("resized_crop", None, box)],
              array(F.resized_crop(x, 6, 4, 12, 17, [40, 48])))
    # torchvision's filter for making smaller is a triangle over all pixels; ours
    # is a bilinear sample of a picture halved beforehand.
    for size in [(24, 15), (13, 9)]:
        box = {"x": 1, "y": 0, "width": 36, "height": 24}
        c.add("torchvision resized_crop, made smaller", "wide", [("resized_crop", None, box)],
              array(F.resized_crop(tensor("wide"), 0, 1, 24, 36, [size[1], size[0]])), strict=False)
    levels(c)
    perspectives(c)
    covers(c)
    borders(c)
    policies(c)
    elastics(c)
    tables(c)
    for name in ["square", "tall", "colours"]:
        for sigma in [0.3, 0.8, 2.0, 4.5]:
            radius = math.ceil(3 * sigma)
            x = tensor(name)
            if radius >= min(x.shape[1:]):
                continue  # torchvision cannot reflect that far
            c.add("torchvision gaussian_blur", name, [("gaussian_blur", None, {"sigma": sigma})],
                  array(F.gaussian_blur(x, 2 * radius + 1, sigma)))
    for value, level in [("black", 0), ("grey", 128), ("white", 255)]:
        box = {"x": 5, "y": 3, "width": 12, "height": 17}
        c.add("torchvision erase", "wide", [("erase", {"value": value}, box)],
              array(F.erase(tensor("wide"), 3, 5, 17, 12, torch.tensor([level] * 3, dtype=torch.uint8)[:, None, None])), exact=True)
