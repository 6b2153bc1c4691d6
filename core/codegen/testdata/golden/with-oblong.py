# recipe: {"v":1,"seed":42,"size":[96,64],"steps":[{"op":"flip_up_down","p":0.5},{"op":"rotation","degrees":45,"fill":"nearest","cval":0},{"op":"zoom","range":[0.7,0.9],"fill":"nearest","cval":0},{"op":"gaussian_blur","sigma":[0.1,2]}]}

# %% keras, differs
import tensorflow as tf

HEIGHT, WIDTH = 64, 96
tf.keras.utils.set_random_seed(42)


def draw(low, high):
    return tf.random.uniform([], low, high)


def blur(image, sigma, reach):
    """A Gaussian of sigma pixels along both axes, edges reflected."""
    x = tf.range(-reach, reach + 1, dtype=tf.float32)
    kernel = tf.exp(-0.5 * (x / sigma) ** 2)
    kernel = tf.tile(tf.reshape(kernel / tf.reduce_sum(kernel), [-1, 1, 1, 1]), [1, 1, 3, 1])
    image = tf.pad(image, [[reach, reach], [reach, reach], [0, 0]], "REFLECT")[tf.newaxis]
    image = tf.nn.depthwise_conv2d(image, kernel, [1, 1, 1, 1], "VALID")
    return tf.nn.depthwise_conv2d(image, tf.transpose(kernel, [1, 0, 2, 3]), [1, 1, 1, 1], "VALID")[0]


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    image = blur(image, draw(0.1, 2), reach=6)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    vertical_flip=True,
    rotation_range=45,
    zoom_range=[0.7, 0.9],
    fill_mode="nearest",
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(64, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: Keras misses the centre of pictures that are not square (tensorflow#82838).
# 说明：对于非正方形图片，Keras 的中心位置有误（tensorflow#82838）。
# note: The kernel has one size for all radii, that of three times the largest; Graft's reaches three times the radius drawn. Less than a level apart.
# 说明：卷积核大小固定为最大半径的三倍；Graft 的卷积核为所抽取半径的三倍，相差不到一级。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, exact
import math

import tensorflow as tf

HEIGHT, WIDTH = 64, 96
tf.random.set_seed(42)


def draw(low, high):
    return tf.random.uniform([], low, high)


def rotation(degrees):
    angle = degrees * math.pi / 180
    cos, sin = tf.cos(angle), tf.sin(angle)
    return tf.convert_to_tensor([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


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


def blur(image, sigma, reach):
    """A Gaussian of sigma pixels along both axes, edges reflected."""
    x = tf.range(-reach, reach + 1, dtype=tf.float32)
    kernel = tf.exp(-0.5 * (x / sigma) ** 2)
    kernel = tf.tile(tf.reshape(kernel / tf.reduce_sum(kernel), [-1, 1, 1, 1]), [1, 1, 3, 1])
    image = tf.pad(image, [[reach, reach], [reach, reach], [0, 0]], "REFLECT")[tf.newaxis]
    image = tf.nn.depthwise_conv2d(image, kernel, [1, 1, 1, 1], "VALID")
    return tf.nn.depthwise_conv2d(image, tf.transpose(kernel, [1, 0, 2, 3]), [1, 1, 1, 1], "VALID")[0]


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    image = tf.image.random_flip_up_down(image)
    matrix = rotation(draw(-45, 45))
    matrix @= zoom(draw(0.7, 0.9), draw(0.7, 0.9))
    image = warp(image, matrix, "NEAREST")
    image = blur(image, draw(0.1, 2), reach=6)
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: The kernel has one size for all radii, that of three times the largest; Graft's reaches three times the radius drawn. Less than a level apart.
# 说明：卷积核大小固定为最大半径的三倍；Graft 的卷积核为所抽取半径的三倍，相差不到一级。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 tf.data 自己抽取，与 Graft 的图块不同。

# %% torchvision, differs
import torch
from torchvision import datasets
from torchvision.transforms import v2

torch.manual_seed(42)
PAD = 27  # as far as the geometry that follows can see

augment = v2.Compose([
    v2.ToImage(),
    v2.Resize((64, 96)),
    v2.RandomVerticalFlip(p=0.5),
    v2.Pad(PAD, padding_mode="edge"),
    v2.RandomRotation(45, interpolation=v2.InterpolationMode.BILINEAR),
    v2.RandomAffine(0, scale=(1 / 0.9, 1 / 0.7), interpolation=v2.InterpolationMode.BILINEAR),
    v2.CenterCrop((64, 96)),
    v2.ToDtype(torch.float32, scale=True),
    v2.GaussianBlur(13, sigma=(0.1, 2)),
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
# note: The kernel has one size for all radii, that of three times the largest; Graft's reaches three times the radius drawn. Less than a level apart.
# 说明：卷积核大小固定为最大半径的三倍；Graft 的卷积核为所抽取半径的三倍，相差不到一级。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(64, 96, interpolation=cv2.INTER_AREA, p=1),
    A.VerticalFlip(p=0.5),
    A.Rotate((-45, 45), border_mode=cv2.BORDER_REPLICATE, p=1),
    A.Affine(scale={"x": (1 / 0.9, 1 / 0.7), "y": (1 / 0.9, 1 / 0.7)}, border_mode=cv2.BORDER_REPLICATE, p=1),
    A.GaussianBlur(blur_limit=(13, 13), sigma_limit=(0.1, 2), p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：Albumentations 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: Albumentations draws the enlargement evenly; Keras, and so Graft, draws its inverse, how much is seen. The bounds are the same.
# 说明：Albumentations 均匀抽取放大倍数；Keras（以及 Graft）均匀抽取其倒数，即可见范围。上下界相同。
# note: The kernel has one size for all radii, that of three times the largest; Graft's reaches three times the radius drawn. Less than a level apart.
# 说明：卷积核大小固定为最大半径的三倍；Graft 的卷积核为所抽取半径的三倍，相差不到一级。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
