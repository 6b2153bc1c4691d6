"""The pictures that the originals are run on: small, of odd and even sides,
different under every flip and turn, with smooth parts, edges and texture."""

import colorsys

import numpy as np


def scene(width, height, seed):
    """Gradients, a disc, a bar and a patch of noise."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    u, v = x / width, y / height
    img = np.stack([40 + 190 * u, 220 - 150 * v, 90 + 120 * np.abs(u - v)], -1)
    disc = (u - 0.65) ** 2 + (v - 0.4) ** 2 < 0.05
    img[disc] = np.stack([230 - 60 * v, 60 + 40 * u, 30 + 20 * v], -1)[disc]
    bar = np.abs(v - 0.8 + 0.3 * u) < 0.06
    img[bar] = [20, 24, 60]
    patch = (u < 0.3) & (v < 0.35)
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3))
    img[patch] = noise[patch]
    return np.clip(np.rint(img), 0, 255).astype(np.uint8)


def colours():
    """Every hue in 16 steps, with saturations and values from none to full; the
    last rows are greys and single colours next to each other."""
    img = np.zeros((48, 48, 3), np.uint8)
    for y in range(44):
        for x in range(48):
            s = (y % 11) / 10
            v = [0.1, 0.4, 0.75, 1.0][y // 11]
            rgb = colorsys.hsv_to_rgb(x / 48 + y / 480, s, v)
            img[y, x] = np.rint(255 * np.array(rgb))
    img[44:46] = np.linspace(0, 255, 48).astype(np.uint8)[None, :, None]
    img[46:] = np.random.default_rng(5).choice([0, 1, 127, 128, 254, 255], (2, 48, 3))
    return img


def pale(width, height):
    """A picture that uses only a part of the levels."""
    return (90 + scene(width, height, 3).astype(int) * 2 // 5).astype(np.uint8)


PICTURES = {
    "square": scene(32, 32, 1),
    "odd": scene(31, 31, 2),
    "wide": scene(37, 24, 3),
    "tall": scene(21, 40, 4),
    "colours": colours(),
    "pale": pale(29, 20),
}
