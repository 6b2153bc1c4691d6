# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"zoom","range":[0.8,1.2],"fill":"nearest","cval":0},{"op":"rotation","degrees":20,"fill":"nearest","cval":0},{"op":"contrast","range":[0.7,1.3]},{"op":"width_shift","fraction":0.1,"fill":"nearest","cval":0}]}

# %% keras, differs
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    image = tf.clip_by_value(tf.image.random_contrast(image, 0.7, 1.3), 0, 1)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    # Whatever the order here, Keras turns, shifts, shears and zooms, then flips, then brightens.
    zoom_range=[0.8, 1.2],
    rotation_range=20,
    width_shift_range=0.1,  # Keras swaps the axes: keras#17398
    fill_mode="nearest",
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: Keras swaps the axes of shifts (keras#17398): width_shift_range moves pictures up and down, height_shift_range left and right. The names here are the documented ones.
# 说明：Keras 把平移的两个轴弄反了（keras#17398）：width_shift_range 实际上下移动，height_shift_range 实际左右移动。这里按文档使用参数名。
# note: ImageDataGenerator has an order of its own: rotation, shift, shear, zoom as one map, then flips, then brightness, then preprocessing_function.
# 说明：ImageDataGenerator 的顺序是固定的：旋转、平移、剪切、缩放合成一次变换，然后翻转、亮度，最后 preprocessing_function。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, exact
import math

import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)


def draw(low, high):
    return tf.random.uniform([], low, high)


def rotation(degrees):
    angle = degrees * math.pi / 180
    cos, sin = tf.cos(angle), tf.sin(angle)
    return tf.convert_to_tensor([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def shift(x, y):
    """Shares of the width and the height."""
    return tf.convert_to_tensor([[1.0, 0.0, x * WIDTH], [0.0, 1.0, y * HEIGHT], [0.0, 0.0, 1.0]])


def zoom(x, y):
    """Shares of the width and the height that are seen."""
    return tf.linalg.diag([x, y, 1.0])


def warp(image, matrix, fill_mode, fill_value=0.0):
    """Resamples image; matrix takes (x, y) of the result, from the centre, to the picture."""
    centre = tf.constant([[1, 0, WIDTH / 2 - 0.5], [0, 1, HEIGHT / 2 - 0.5], [0, 0, 1]])
    matrix = centre @ matrix @ tf.linalg.inv(centre)
    matrix /= matrix[2, 2]
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=image[tf.newaxis], transforms=tf.reshape(matrix, [1, 9])[:, :8],
        output_shape=[HEIGHT, WIDTH], interpolation="BILINEAR",
        fill_mode=fill_mode, fill_value=fill_value)[0]


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    matrix = zoom(draw(0.8, 1.2), draw(0.8, 1.2))
    matrix @= rotation(draw(-20, 20))
    image = warp(image, matrix, "NEAREST")
    image = tf.clip_by_value(tf.image.random_contrast(image, 0.7, 1.3), 0, 1)
    image = warp(image, shift(draw(-0.1, 0.1), 0.0), "NEAREST")
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 tf.data 自己抽取，与 Graft 的图块不同。

# %% torchvision, differs
import torch
from torchvision import datasets
from torchvision.transforms import v2

torch.manual_seed(42)
PAD = 28  # as far as the geometry that follows can see
PAD2 = 12  # as far as the geometry that follows can see

augment = v2.Compose([
    v2.ToImage(),
    v2.Resize((96, 96)),
    v2.Pad(PAD, padding_mode="edge"),
    v2.RandomAffine(0, scale=(1 / 1.2, 1 / 0.8), interpolation=v2.InterpolationMode.BILINEAR),
    v2.RandomRotation(20, interpolation=v2.InterpolationMode.BILINEAR),
    v2.CenterCrop((96, 96)),
    v2.ToDtype(torch.float32, scale=True),
    v2.ColorJitter(contrast=(0.7, 1.3)),
    v2.Pad(PAD2, padding_mode="edge"),
    v2.RandomAffine(0, translate=(0.1 * 96 / (96 + 2 * PAD2), 0), interpolation=v2.InterpolationMode.BILINEAR),
    v2.CenterCrop((96, 96)),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: torchvision resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：torchvision 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: torchvision enlarges both axes alike; Keras, and so Graft, draws a factor for each.
# 说明：torchvision 两个方向使用同一倍数；Keras（以及 Graft）分别抽取。
# note: torchvision draws the enlargement evenly; Keras, and so Graft, draws its inverse, how much is seen. The bounds are the same.
# 说明：torchvision 均匀抽取放大倍数；Keras（以及 Graft）均匀抽取其倒数，即可见范围。上下界相同。
# note: torchvision stretches contrast about the mean grey of the picture; tf.image, and so Graft, about each channel's own mean.
# 说明：torchvision 以整张图片的灰度均值为中心调整对比度；tf.image（以及 Graft）以各通道自己的均值为中心。
# note: torchvision shifts by whole pixels only.
# 说明：torchvision 只能平移整数个像素。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.Affine(scale={"x": (1 / 1.2, 1 / 0.8), "y": (1 / 1.2, 1 / 0.8)}, border_mode=cv2.BORDER_REPLICATE, p=1),
    A.Rotate((-20, 20), border_mode=cv2.BORDER_REPLICATE, p=1),
    A.ColorJitter(brightness=(1, 1), contrast=(0.7, 1.3), saturation=(1, 1), hue=(0, 0), p=1),
    A.Affine(translate_percent={"x": (-0.1, 0.1), "y": (0, 0)}, border_mode=cv2.BORDER_REPLICATE, p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：Albumentations 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: Albumentations draws the enlargement evenly; Keras, and so Graft, draws its inverse, how much is seen. The bounds are the same.
# 说明：Albumentations 均匀抽取放大倍数；Keras（以及 Graft）均匀抽取其倒数，即可见范围。上下界相同。
# note: Albumentations stretches contrast about the mean grey of the picture; tf.image, and so Graft, about each channel's own mean.
# 说明：Albumentations 以整张图片的灰度均值为中心调整对比度；tf.image（以及 Graft）以各通道自己的均值为中心。
# note: Albumentations shifts by whole pixels only.
# 说明：Albumentations 只能平移整数个像素。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
