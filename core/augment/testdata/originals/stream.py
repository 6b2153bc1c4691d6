"""Graft's own random numbers, for an original that takes a field of them."""

import hashlib
import struct

import numpy as np

MASK = (1 << 64) - 1


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


class Stream:
    """That of the first step of op, of a recipe with this seed, on a view of a
    picture, after the draw for its probability."""

    def __init__(self, op, picture, seed=42, view=0):
        h, w = picture.shape[:2]
        rgba = np.concatenate([picture, np.full((h, w, 1), 255, np.uint8)], 2)
        key = b"graft 1 " + struct.pack("<Q", seed) + hashlib.sha256(rgba.tobytes()).digest()
        key += struct.pack("<qI", view, 0) + op.encode()
        self.s = list(struct.unpack("<4Q", hashlib.sha256(key).digest()))
        self.unit()

    def unit(self):
        """xoshiro256++, the 53 highest bits as a number in [0, 1)."""
        s = self.s
        out = (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        return (out >> 11) * 2.0 ** -53

    def units(self, *shape):
        return np.array([self.unit() for _ in range(int(np.prod(shape)))]).reshape(shape)
