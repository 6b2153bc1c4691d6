"""The operations and recipes with Albumentations and tf.image, on one thread.

python3 - SOURCE.png VIEWS ROUNDS SECONDS CASE,CASE...   prints a JSON line a figure.
"""

import json
import math
import sys
import time

SIDE = 224
SOURCE, VIEWS, ROUNDS, SECONDS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
CASES = sys.argv[5].split(",")


def say(**fields):
    print(json.dumps(fields), flush=True)


def measure(library, version, cases, run):
    for name in CASES:
        make = cases.get(name)
        if make is None:
            continue
        try:
            one = make()
            run(one)
            best, end, rounds = math.inf, time.perf_counter() + SECONDS, 0
            while rounds < ROUNDS or time.perf_counter() < end:
                start = time.perf_counter()
                for _ in range(VIEWS):
                    run(one)
                best = min(best, time.perf_counter() - start)
                rounds += 1
            say(library=library, version=version, case=name, ms=best * 1000 / VIEWS)
        except Exception as err:  # an operation that this version does not have
            say(library=library, version=version, case=name, missing=f"{type(err).__name__}: {err}")


def albumentations():
    import albumentations as A
    import cv2

    cv2.setNumThreads(1)
    picture = cv2.cvtColor(cv2.imread(SOURCE), cv2.COLOR_BGR2RGB)
    edge = {"border_mode": cv2.BORDER_REPLICATE}
    resize = A.Resize(SIDE, SIDE)
    crop = lambda: A.RandomResizedCrop((SIDE, SIDE), scale=(0.1, 1), ratio=(0.5, 2), p=1)
    jitter = lambda brightness=(1, 1), contrast=(1, 1), saturation=(1, 1), hue=(0, 0): A.ColorJitter(
        brightness=brightness, contrast=contrast, saturation=saturation, hue=hue, p=1)
    # RandomBrightnessContrast is one table where ColorJitter takes a step each.
    levels = lambda brightness, contrast: A.RandomBrightnessContrast(
        brightness_limit=brightness, contrast_limit=contrast, p=1)
    saturate = lambda: A.HueSaturationValue(0, (-40, 40), 0, p=1)
    after = lambda *steps: lambda: A.Compose([resize, *steps])
    affine = lambda **options: A.Affine(p=1, **options, **edge)
    zoom = {"x": (1 / 1.2, 1 / 0.8), "y": (1 / 1.2, 1 / 0.8)}
    cases = {
        "default": after(A.HorizontalFlip(p=0.5), affine(rotate=(-20, 20), scale=zoom, keep_ratio=False),
                         levels((-0.3, 0.3), 0), saturate()),
        "article": lambda: A.Compose([crop(), A.HorizontalFlip(p=0.5), affine(rotate=(-20, 20)),
                                      levels((-0.5, 0.5), (-0.3, 0.3)), saturate()]),
        "heavy": lambda: A.Compose([
            crop(), A.HorizontalFlip(p=0.5), affine(rotate=(-20, 20), shear=(-10, 10), scale=zoom, keep_ratio=False),
            levels((-0.5, 0.5), (-0.3, 0.3)), A.HueSaturationValue(9, (-40, 40), 0, p=1),
            A.GaussianBlur(blur_limit=0, sigma_limit=(0.1, 2), p=1), A.GaussNoise(std_range=(0.02, 0.08), p=1),
            A.Erasing(scale=(0.02, 0.33), ratio=(0.3, 3.3), p=1)]),
        "flip_left_right": after(A.HorizontalFlip(p=1)),
        "flip_up_down": after(A.VerticalFlip(p=1)),
        "resized_crop": lambda: A.Compose([crop()]),
        "random_crop": lambda: A.Compose([A.RandomCrop(200, 200, p=1), resize]),
        "center_crop": lambda: A.Compose([A.CenterCrop(384, 384, p=1), resize]),
        "rotation": after(affine(rotate=(-20, 20))),
        "width_shift": after(affine(translate_percent={"x": (-0.1, 0.1)})),
        "height_shift": after(affine(translate_percent={"y": (-0.1, 0.1)})),
        "shear": after(affine(shear=(-10, 10))),
        "zoom": after(affine(scale=zoom, keep_ratio=False)),
        "scale": after(affine(scale=(0.8, 1.2))),
        "perspective": after(A.Perspective(p=1)),
        "elastic": after(A.ElasticTransform(alpha=30, sigma=5, p=1)),
        "brightness": after(levels((-0.5, 0.5), 0)),
        "brightness_delta": after(levels((-0.2, 0.2), 0)),
        "contrast": after(levels(0, (-0.3, 0.3))),
        "saturation": after(saturate()),
        "hue": after(A.HueSaturationValue(9, 0, 0, p=1)),
        "gamma": after(A.RandomGamma(p=1)),
        "grayscale": after(A.ToGray(p=1)),
        "channel_shift": after(A.RGBShift(p=1)),
        "invert": after(A.InvertImg(p=1)),
        "posterize": after(A.Posterize(p=1)),
        "solarize": after(A.Solarize(p=1)),
        "equalize": after(A.Equalize(p=1)),
        "autocontrast": after(A.AutoContrast(p=1)),
        "gaussian_noise": after(A.GaussNoise(std_range=(0.02, 0.08), p=1)),
        "salt_and_pepper": after(A.SaltAndPepper(p=1)),
        "gaussian_blur": after(A.GaussianBlur(blur_limit=0, sigma_limit=(0.1, 2), p=1)),
        "sharpen": after(A.Sharpen(p=1)),
        "jpeg_quality": after(A.ImageCompression(quality_range=(50, 95), p=1)),
        "erase": after(A.Erasing(scale=(0.02, 0.33), ratio=(0.3, 3.3), p=1)),
        "cutout": after(A.CoarseDropout(num_holes_range=(1, 1), p=1)),
        "channel_dropout": after(A.ChannelDropout(p=1)),
        "color_jitter": after(jitter((0.6, 1.4), (0.6, 1.4), (0.6, 1.4), (-0.1, 0.1))),
    }
    measure("albumentations", A.__version__, cases, lambda one: one(image=picture)["image"])


def tensorflow():
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    with open(SOURCE, "rb") as f:
        picture = tf.image.decode_png(f.read(), channels=3)
    u = lambda lo, hi: tf.random.uniform([], lo, hi)
    floats = lambda x: tf.image.convert_image_dtype(x, tf.float32)
    resize = lambda x: tf.image.resize(floats(x), [SIDE, SIDE])

    def crop(x):
        begin, size, _ = tf.image.sample_distorted_bounding_box(
            tf.shape(x), tf.zeros([1, 0, 4]), area_range=(0.1, 1), aspect_ratio_range=(0.5, 2),
            use_image_if_no_bounding_boxes=True)
        return resize(tf.slice(x, begin, size))

    def transform(x, a, b, d, e, shift_x=0.0, shift_y=0.0):
        c = (SIDE - 1) / 2
        m = tf.stack([a, b, c - a * c - b * c + shift_x, d, e, c - d * c - e * c + shift_y, 0.0, 0.0])
        return tf.raw_ops.ImageProjectiveTransformV3(
            images=x[tf.newaxis], transforms=m[tf.newaxis], output_shape=[SIDE, SIDE], fill_value=0.0,
            interpolation="BILINEAR", fill_mode="NEAREST")[0]

    def turn(x, shear=0.0, zx=1.0, zy=1.0):
        t = u(-20, 20) * math.pi / 180
        return transform(x, tf.cos(t + shear) * zx, tf.sin(t) * zy, -tf.sin(t + shear) * zx, tf.cos(t) * zy)

    brightness = lambda x, lo=0.5, hi=1.5: tf.clip_by_value(x * u(lo, hi), 0, 1)
    contrast = lambda x: tf.clip_by_value(tf.image.random_contrast(x, 0.7, 1.3), 0, 1)
    saturation = lambda x: tf.image.random_saturation(x, 0.6, 1.4)
    hue = lambda x: tf.image.random_hue(x, 0.05)
    noise = lambda x: tf.clip_by_value(x + tf.random.normal(tf.shape(x), 0.0, u(0.02, 0.08)), 0, 1)

    def blur(x):
        sigma = u(0.1, 2)
        k = tf.exp(-tf.range(-6.0, 7.0) ** 2 / (2 * sigma * sigma))
        k = tf.tile(tf.reshape(k / tf.reduce_sum(k), [13, 1, 1, 1]), [1, 1, 3, 1])
        y = tf.nn.depthwise_conv2d(x[tf.newaxis], k, [1, 1, 1, 1], "SAME")
        return tf.nn.depthwise_conv2d(y, tf.transpose(k, [1, 0, 2, 3]), [1, 1, 1, 1], "SAME")[0]

    def erase(x):
        area, ratio = SIDE * SIDE * u(0.02, 0.33), tf.exp(u(math.log(0.3), math.log(3.3)))
        h = tf.minimum(SIDE - 1, tf.cast(tf.sqrt(area / ratio), tf.int32))
        w = tf.minimum(SIDE - 1, tf.cast(tf.sqrt(area * ratio), tf.int32))
        y = tf.random.uniform([], 0, SIDE - h, tf.int32)
        l = tf.random.uniform([], 0, SIDE - w, tf.int32)
        hole = tf.pad(tf.ones([h, w, 1]), [[y, SIDE - h - y], [l, SIDE - w - l], [0, 0]])
        return x * (1 - hole)

    flip = tf.image.random_flip_left_right
    zoom = lambda x: transform(x, u(0.8, 1.2), 0.0, 0.0, u(0.8, 1.2))
    fraction = lambda: SIDE * u(-0.1, 0.1)
    programs = {
        "default": lambda x: saturation(brightness(turn(flip(resize(x)), 0.0, u(0.8, 1.2), u(0.8, 1.2)), 0.7, 1.3)),
        "article": lambda x: saturation(contrast(brightness(turn(flip(crop(x)))))),
        "heavy": lambda x: erase(noise(blur(hue(saturation(contrast(brightness(
            turn(flip(crop(x)), u(-10, 10) * math.pi / 180, u(0.8, 1.2), u(0.8, 1.2))))))))),
        "flip_left_right": lambda x: tf.image.flip_left_right(resize(x)),
        "flip_up_down": lambda x: tf.image.flip_up_down(resize(x)),
        "resized_crop": crop,
        "random_crop": lambda x: resize(tf.image.random_crop(x, [200, 200, 3])),
        "center_crop": lambda x: resize(x[:, 64:448]),
        "rotation": lambda x: turn(resize(x)),
        "width_shift": lambda x: transform(resize(x), 1.0, 0.0, 0.0, 1.0, fraction(), 0.0),
        "height_shift": lambda x: transform(resize(x), 1.0, 0.0, 0.0, 1.0, 0.0, fraction()),
        "shear": lambda x: transform(resize(x), 1.0, tf.tan(u(-10, 10) * math.pi / 180), 0.0, 1.0),
        "zoom": lambda x: zoom(resize(x)),
        "brightness": lambda x: brightness(resize(x)),
        "brightness_delta": lambda x: tf.clip_by_value(tf.image.random_brightness(resize(x), 0.2), 0, 1),
        "contrast": lambda x: contrast(resize(x)),
        "saturation": lambda x: saturation(resize(x)),
        "hue": lambda x: hue(resize(x)),
        "gamma": lambda x: tf.image.adjust_gamma(resize(x), u(0.7, 1.5)),
        "grayscale": lambda x: tf.image.grayscale_to_rgb(tf.image.rgb_to_grayscale(resize(x))),
        "invert": lambda x: 1 - resize(x),
        "jpeg_quality": lambda x: tf.image.random_jpeg_quality(resize(x), 50, 95),
        "gaussian_noise": lambda x: noise(resize(x)),
        "gaussian_blur": lambda x: blur(resize(x)),
        "erase": lambda x: erase(resize(x)),
        "cutout": lambda x: erase(resize(x)),
    }
    # A graph, as tf.data's map runs it, from bytes to bytes.
    compiled = lambda p: lambda: tf.function(lambda: tf.image.convert_image_dtype(p(picture), tf.uint8, saturate=True))
    measure("tf.image", tf.__version__, {n: compiled(p) for n, p in programs.items()}, lambda one: one().numpy())


for library, run in (("albumentations", albumentations), ("tf.image", tensorflow)):
    try:
        run()
    except ImportError as err:
        say(library=library, missing=str(err))
