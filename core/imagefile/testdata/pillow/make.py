"""Writes the pictures of this folder with Pillow, and what Pillow makes of them:
RGB, laid on white where there is transparency, its upper left 32×24 pixels, as a
strip in expected.png. See README.md.

    python make.py
"""
import json
import os
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

os.chdir(pathlib.Path(__file__).resolve().parent)
H, W = 24, 32
y, x = np.mgrid[0:H, 0:W]
pixels = np.stack([x * 255 // (W - 1), y * 255 // (H - 1), (x + y) * 255 // (W + H - 2)], -1).astype(np.uint8)
fade = (x * 255 // (W - 1)).astype(np.uint8)
rgb, alpha = Image.fromarray(pixels), Image.fromarray(fade)
grey, rgba = rgb.convert("L"), Image.merge("RGBA", [*rgb.split(), Image.fromarray(fade)])
palette = rgb.quantize(16)


def save(name, image, **options):
    image.save(name, **options)


def png(name, colour_type, samples):
    """A PNG of 16 bits a channel, which Pillow does not write in colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + row.tobytes() for row in (samples.astype(">u2") * 257).astype(">u2"))
    pathlib.Path(name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, 16, colour_type, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


save("1-bit.png", rgb.convert("1"))
save("1-bit.bmp", rgb.convert("1"))
save("grey.png", grey)
save("grey.bmp", grey)
save("grey.jpg", grey, quality=95)
save("grey-one-transparent.png", grey, transparency=grey.getpixel((5, 5)))
save("grey-alpha.png", Image.merge("LA", [grey, alpha]))
save("rgb.png", rgb)
save("rgb-one-transparent.png", rgb, transparency=rgb.getpixel((5, 5)))
save("rgb-alpha.png", rgba)
save("rgb-alpha-lossless.webp", rgba, lossless=True)
save("palette.png", palette)
save("palette.bmp", palette)
save("palette.gif", palette)
save("palette-one-transparent.png", palette, transparency=3)
save("palette-one-transparent.gif", palette, transparency=3)
save("rgb.bmp", rgb)
save("rgb.jpg", rgb, quality=95, subsampling=0)
save("rgb-progressive.jpg", rgb, quality=95, subsampling=0, progressive=True)
save("rgb-stored-as-rgb.jpg", rgb, quality=98, keep_rgb=True)
save("cmyk.jpg", rgb.convert("CMYK"), quality=98)
save("lossless.webp", rgb, lossless=True)
save("animation.gif", rgb, save_all=True, append_images=[grey.convert("RGB")])
save("animation.png", rgb, save_all=True, append_images=[grey.convert("RGB")])
save("animation.webp", rgb, save_all=True, append_images=[grey.convert("RGB")], lossless=True)
save("animation-alpha.webp", rgba, save_all=True, append_images=[rgb.convert("RGBA")], lossless=True)
save("animation-lossy-alpha.webp", rgba, save_all=True, append_images=[rgb.convert("RGBA")], quality=100)
png("rgb-16-bit.png", 2, pixels)
png("rgb-alpha-16-bit.png", 6, np.concatenate([pixels, fade[..., None]], -1))
save("chroma-420.jpg", rgb, quality=95, subsampling="4:2:0")
save("chroma-422.jpg", rgb, quality=95, subsampling="4:2:2")
save("chroma-420-odd.jpg", rgb.crop((0, 0, W - 1, H - 1)), quality=95, subsampling="4:2:0")
save("lossy.webp", rgb, quality=95)

# The Adobe segment, which says that four channels are CMYK, taken out.
data = pathlib.Path("cmyk.jpg").read_bytes()
at = data.find(b"\xff\xee")
pathlib.Path("cmyk-untold.jpg").write_bytes(data[:at] + data[at + 2 + struct.unpack(">H", data[at + 2:at + 4])[0]:])

# Others of the folder above, of kinds that Pillow does not write (Go repeats the halved channels of the rgb one).
others = ["../" + p.name for p in pathlib.Path("..").glob("video-*.jp*g") if "410" not in p.name and "rgb" not in p.name]
names = sorted(others) + sorted(p.name for p in pathlib.Path(".").iterdir() if p.suffix not in (".py", ".md", ".json") and p.name != "expected.png")
strip = Image.new("RGB", (W, H * len(names)))
for i, name in enumerate(names):
    picture = Image.open(name)
    if "A" in picture.mode or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    strip.paste(picture.convert("RGB").crop((0, 0, W, H)), (0, H * i))
strip.save("expected.png")
pathlib.Path("names.json").write_text(json.dumps(names, indent=1) + "\n")
