"""PIL's ImageOps, ImageEnhance and JPEG, where torchvision's own code differs."""

import io

import numpy as np
import PIL
from PIL import Image, ImageEnhance, ImageOps

from cases import picture


def run(c):
    c.tools["pillow"] = PIL.__version__
    for name in ["colours", "pale", "tall"]:
        x = Image.fromarray(picture(name))
        c.add("PIL equalize", name, [("equalize", None, None)], ImageOps.equalize(x), exact=True)
        c.add("PIL autocontrast", name, [("autocontrast", None, None)], ImageOps.autocontrast(x), exact=True)
        c.add("PIL invert", name, [("invert", None, None)], ImageOps.invert(x), exact=True)
        c.add("PIL posterize", name, [("posterize", None, {"bits": 3})], ImageOps.posterize(x, 3), exact=True)
        c.add("PIL solarize", name, [("solarize", None, {"threshold": 90})], ImageOps.solarize(x, 90), exact=True)
        for k in [0.3, 1.6]:
            c.add("PIL Brightness", name, [("brightness", None, {"factor": k})], ImageEnhance.Brightness(x).enhance(k))
            c.add("PIL Sharpness", name, [("sharpen", None, {"factor": k})], ImageEnhance.Sharpness(x).enhance(k))
        for q in [10, 90]:
            file = io.BytesIO()
            x.save(file, "JPEG", quality=q)
            c.add("PIL JPEG", name, [("jpeg_quality", None, {"quality": q})], np.asarray(Image.open(file)))
