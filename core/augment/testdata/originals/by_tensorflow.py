"""tf.image on uint8."""

import numpy as np
import tensorflow as tf

from cases import picture


def run(c):
    c.tools["tensorflow"] = tf.__version__
    for name in ["square", "odd", "wide", "tall"]:
        x = picture(name)
        c.add("tf.image.flip_left_right", name, [("flip_left_right", None, None)],
              tf.image.flip_left_right(x).numpy(), exact=True)
        c.add("tf.image.flip_up_down", name, [("flip_up_down", None, None)],
              tf.image.flip_up_down(x).numpy(), exact=True)
    for name in ["colours", "wide", "pale"]:
        x = picture(name)
        for k in [0.0, 0.35, 0.7, 1.0, 1.3, 2.5]:
            c.add("tf.image.adjust_contrast", name, [("contrast", None, {"factor": k})],
                  tf.image.adjust_contrast(x, k).numpy())
    for name in ["colours", "tall"]:
        x = picture(name)
        for k in [0.0, 0.5, 1.0, 1.4, 3.0]:
            c.add("tf.image.adjust_saturation", name, [("saturation", None, {"factor": k})],
                  tf.image.adjust_saturation(x, k).numpy())
        for k in [-0.5, -0.21, 0.0, 0.05, 0.4]:
            c.add("tf.image.adjust_hue", name, [("hue", None, {"delta": k})],
                  tf.image.adjust_hue(x, k).numpy())
    colours(c)
    crops(c)
    chain(c)


def colours(c):
    for name in ["colours", "odd"]:
        x = picture(name)
        for d in [-0.4, -0.03, 0.0, 0.17, 0.8]:
            c.add("tf.image.adjust_brightness", name, [("brightness_delta", None, {"delta": d})],
                  tf.image.adjust_brightness(x, d).numpy())
        for g in [0.4, 1.0, 1.7, 3.0]:
            c.add("tf.image.adjust_gamma", name, [("gamma", None, {"gamma": g})],
                  tf.image.adjust_gamma(x, g).numpy())
        c.add("tf.image.rgb_to_grayscale", name, [("grayscale", None, None)],
              tf.image.grayscale_to_rgb(tf.image.rgb_to_grayscale(x)).numpy())
    # TensorFlow reads with libjpeg's "fast" inverse DCT, which is the less exact.
    for name in ["square", "odd"]:
        for q in [40, 75, 100]:
            c.add("tf.image.adjust_jpeg_quality", name, [("jpeg_quality", None, {"quality": q})],
                  tf.image.adjust_jpeg_quality(picture(name), q).numpy(), strict=False)


def crops(c):
    x = picture("wide")
    for top, left, h, w in [(0, 0, 9, 20), (11, 13, 13, 24), (4, 7, 11, 11)]:
        c.add("tf.image.crop_to_bounding_box", "wide",
              [("random_crop", {"width": w, "height": h}, {"x": left, "y": top, "width": w, "height": h})],
              tf.image.crop_to_bounding_box(x, top, left, h, w).numpy(), exact=True)
    for name, w, h in [("wide", 37, 24), ("tall", 21, 40)]:
        # To its own size along one side, so that only the border is new.
        for width, height in [(w + 7, h), (w, h + 9)]:
            left, top = (width - w) // 2, (height - h) // 2
            c.add("tf.image.resize_with_pad", name,
                  [("resize_with_pad", {"fill": "constant"}, {"x": -left, "y": -top, "width": width, "height": height})],
                  tf.image.resize_with_pad(picture(name), height, width).numpy(), exact=True)


def chain(c):
    """Three steps with a picture of floats between them, as in tf.data: the
    conversion to 8 bits comes last. Nothing saturates before it."""
    x = tf.image.convert_image_dtype(picture("pale"), tf.float32)
    x = tf.image.adjust_contrast(x, 1.2)
    x = tf.image.adjust_saturation(x, 0.8)
    x = tf.image.adjust_hue(x, 0.1)
    assert 0 <= np.min(x) and np.max(x) <= 1
    c.add("tf.image adjust_contrast, adjust_saturation, adjust_hue", "pale",
          [("contrast", None, {"factor": 1.2}), ("saturation", None, {"factor": 0.8}), ("hue", None, {"delta": 0.1})],
          tf.image.convert_image_dtype(x, tf.uint8, saturate=True).numpy())
