"""Albumentations: what it does to pixels where it is one of the originals, and
how its noise is distributed."""

import albumentations as A
import numpy as np

from cases import picture


def run(c):
    c.tools["albumentations"] = A.__version__
    for name in ["wide", "odd"]:
        x = picture(name)
        c.add("Albumentations HorizontalFlip", name, [("flip_left_right", None, None)], A.HorizontalFlip(p=1)(image=x)["image"], exact=True)
        c.add("Albumentations VerticalFlip", name, [("flip_up_down", None, None)], A.VerticalFlip(p=1)(image=x)["image"], exact=True)
        c.add("Albumentations Crop", name, [("random_crop", {"width": 14, "height": 11}, {"x": 6, "y": 3, "width": 14, "height": 11})],
              A.Crop(6, 3, 20, 14, p=1)(image=x)["image"], exact=True)
        c.add("Albumentations InvertImg", name, [("invert", None, None)], A.InvertImg(p=1)(image=x)["image"], exact=True)
        for channel in range(3):
            t = A.ChannelDropout(fill=9, p=1)
            got = t.apply(x, channels_to_drop=[channel])
            c.add("Albumentations ChannelDropout", name, [("channel_dropout", {"level": 9}, {"channel": channel})], got, exact=True)
    noise(c)


def noise(c):
    """Mean and standard deviation of noise on flat pictures; at the ends of the
    scale half of it is cut off."""
    out = []
    for level in [0, 20, 128, 240]:
        x = np.full((500, 500, 3), level, np.uint8)
        t = A.Compose([A.GaussNoise(std_range=(0.1, 0.1), p=1)], seed=7)
        y = t(image=x)["image"].astype(float)
        out.append({"op": "gaussian_noise", "values": {"stddev": 0.1}, "level": level, "mean": y.mean(), "stddev": y.std()})
        t = A.Compose([A.SaltAndPepper(amount=(0.1, 0.1), salt_vs_pepper=(0.5, 0.5), p=1)], seed=7)
        y = t(image=x)["image"].astype(float)
        out.append({"op": "salt_and_pepper", "values": {"amount": 0.1}, "level": level, "mean": y.mean(), "stddev": y.std()})
    c.tables["noise"] = out
