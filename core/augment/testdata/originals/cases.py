"""What a module of originals hands over: pictures with what made them."""

import numpy as np

from pictures import PICTURES


class Cases:
    def __init__(self):
        self.list = []
        self.tools = {}
        self.tables = {}  # numbers that are no pictures

    def add(self, original, picture, steps, got, exact=False, size=None, strict=True):
        """Records that original, run on picture, gave got.

        steps are (op, parameters of the recipe's step or None, drawn values).
        exact: the same pixels are wanted. Without strict, a difference in kind
        is known (the README says which) and only its size is watched."""
        got = np.asarray(got)
        if got.dtype != np.uint8:
            got = np.clip(np.rint(got), 0, 255).astype(np.uint8)
        if got.ndim == 2:
            got = np.repeat(got[..., None], 3, 2)
        assert got.ndim == 3 and got.shape[2] == 3, got.shape
        height, width = got.shape[:2]
        assert size is None or tuple(size) == (width, height)
        self.list.append({
            "original": original,
            "picture": picture,
            "size": [width, height],
            "steps": [{"op": op, **(params or {})} for op, params, _ in steps],
            "draws": [{"step": i, "op": op, "applied": True, **({"values": values} if values else {})}
                      for i, (op, _, values) in enumerate(steps)],
            "want": "exact" if exact else "close" if strict else "alike",
            "pixels": got,
        })


def picture(name):
    return PICTURES[name].copy()
