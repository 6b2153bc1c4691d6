"""What the scripts of this folder share: seeded weights and pictures that the Go
tests make in the same way (originals_test.go)."""
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
SIDE = 224
U = np.uint64
GOLDEN = U(0x9E3779B97F4A7C15)


def finish(z):
    """SplitMix64's finisher, as in core/splitmix."""
    with np.errstate(over="ignore"):
        z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
        return z ^ (z >> U(31))


def uniform(name, n):
    """n numbers in [0, 1), multiples of 2^-24, that depend on the name alone."""
    h = 0xCBF29CE484222325  # FNV-1a
    for b in name.encode():
        h = (h ^ b) * 0x100000001B3 & (1 << 64) - 1
    with np.errstate(over="ignore"):
        r = finish(U(h) + np.arange(1, n + 1, dtype=U) * GOLDEN)
    return (r >> U(40)).astype(np.float64) / (1 << 24)


def seeded(name, role, fan_in, shape, last):
    """Weights of a tensor. Normalisations do something, as trained ones do; that
    of a block's last convolution is small, so that sixteen blocks do not blow up."""
    u = uniform(name, int(np.prod(shape)))
    if role == "kernel":
        scale = 2 * np.sqrt(6 / fan_in)
        if name == "conv1_conv/kernel":
            scale /= 64  # Keras's pixels are not scaled
        v = (u - 0.5) * scale
    elif role == "gamma":
        v = (0.5 + u) * (0.25 if last else 1)
    elif role == "variance":
        v = 0.5 + u
    else:
        v = 0.4 * (u - 0.5)
    return v.astype(np.float32).reshape(shape)


def pictures():
    """Noise, as Go's noise(224, 1), and a smooth one: [2, 224, 224, 3]."""
    with np.errstate(over="ignore"):
        seed = finish((U(0x6772616674) ^ U(1)) + GOLDEN)
        r = finish(seed + np.arange(1, SIDE * SIDE + 1, dtype=U) * GOLDEN)
    noise = np.stack([(r >> U(8 * c)).astype(np.uint8) for c in range(3)], -1).reshape(SIDE, SIDE, 3)
    y, x = np.mgrid[:SIDE, :SIDE]
    smooth = np.stack([x, 255 - y, (x + y) // 2], -1).astype(np.uint8)
    return np.stack([noise, smooth])


def write(name, *arrays):
    np.concatenate([np.asarray(a, np.float32).ravel() for a in arrays]).tofile(os.path.join(here, name))


def thin(a):
    """Every seventh row and column."""
    return np.asarray(a)[::7, ::7]


def patterned(name, shape):
    """Numbers that repeat every 61, so that a whole file packs well: (k·k + 7k +
    length of the name) mod 61, in 64ths, and 1 to 2 for variances."""
    k = np.arange(61)
    v = ((k * k + 7 * k + len(name)) % 61 + 1) / 64
    n = int(np.prod(shape))
    return np.resize(v, n).astype(np.float32).reshape(shape)
