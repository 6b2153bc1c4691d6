# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"flip_left_right","p":0.3},{"op":"rotation","p":0.4,"degrees":20,"fill":"nearest","cval":0},{"op":"zoom","p":0.6,"range":[0.8,1.2],"fill":"nearest","cval":0},{"op":"flip_up_down","p":0.5},{"op":"shear","p":0.5,"degrees":10,"fill":"nearest","cval":0},{"op":"hue","p":0.7,"delta":0.05},{"op":"brightness","p":0.5,"range":[0.5,1.5]},{"op":"erase","p":0.5,"scale":[0.02,0.33],"ratio":[0.3,3.3],"value":"black"}]}

# %% keras, differs
import math

import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


def draw(low, high):
    return tf.random.uniform([], low, high)


def chance(p):
    return tf.random.uniform([]) < p


def rotation(degrees):
    angle = degrees * math.pi / 180
    cos, sin = tf.cos(angle), tf.sin(angle)
    return tf.convert_to_tensor([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def shear(degrees):
    angle = degrees * math.pi / 180
    return tf.convert_to_tensor([[1.0, -tf.sin(angle), 0.0], [0.0, tf.cos(angle), 0.0], [0.0, 0.0, 1.0]])


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


def random_box(scale, ratio):
    """x, y, width and height of a box: a share of the area, an aspect. Ten tries, then nothing."""
    area = HEIGHT * WIDTH * tf.random.uniform([10], *scale)
    aspect = tf.exp(tf.random.uniform([10], math.log(ratio[0]), math.log(ratio[1])))
    width, height = tf.round(tf.sqrt(area * aspect)), tf.round(tf.sqrt(area / aspect))
    fits = (width >= 1) & (width < WIDTH) & (height >= 1) & (height < HEIGHT)
    first = tf.argmax(fits)
    width = tf.where(fits[first], width[first], 0)
    height = tf.where(fits[first], height[first], 0)
    x = tf.floor(tf.random.uniform([]) * (WIDTH - width + 1))
    y = tf.floor(tf.random.uniform([]) * (HEIGHT - height + 1))
    return x, y, width, height


def erase(image, box, value):
    x, y, width, height = box
    columns = tf.range(WIDTH, dtype=tf.float32)[tf.newaxis, :, tf.newaxis]
    rows = tf.range(HEIGHT, dtype=tf.float32)[:, tf.newaxis, tf.newaxis]
    inside = (columns >= x) & (columns < x + width) & (rows >= y) & (rows < y + height)
    return tf.where(inside, value, image)


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    if chance(0.3):
        image = tf.image.flip_left_right(image)
    matrix = tf.eye(3)
    if chance(0.4):
        matrix @= rotation(draw(-20, 20))
    if chance(0.6):
        matrix @= zoom(draw(0.8, 1.2), draw(0.8, 1.2))
    if chance(0.5):
        matrix @= shear(draw(-10, 10))
    image = warp(image, matrix, "NEAREST")
    if chance(0.7):
        image = tf.image.random_hue(image, 0.05)
    if chance(0.5):
        image = tf.clip_by_value(image * draw(0.5, 1.5), 0, 1)
    if chance(0.5):
        image = erase(image, random_box((0.02, 0.33), (0.3, 3.3)), 0.0)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    # Whatever the order here, Keras turns, shifts, shears and zooms, then flips, then brightens.
    vertical_flip=True,
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
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


def chance(p):
    return tf.random.uniform([]) < p


def rotation(degrees):
    angle = degrees * math.pi / 180
    cos, sin = tf.cos(angle), tf.sin(angle)
    return tf.convert_to_tensor([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def shear(degrees):
    angle = degrees * math.pi / 180
    return tf.convert_to_tensor([[1.0, -tf.sin(angle), 0.0], [0.0, tf.cos(angle), 0.0], [0.0, 0.0, 1.0]])


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


def random_box(scale, ratio):
    """x, y, width and height of a box: a share of the area, an aspect. Ten tries, then nothing."""
    area = HEIGHT * WIDTH * tf.random.uniform([10], *scale)
    aspect = tf.exp(tf.random.uniform([10], math.log(ratio[0]), math.log(ratio[1])))
    width, height = tf.round(tf.sqrt(area * aspect)), tf.round(tf.sqrt(area / aspect))
    fits = (width >= 1) & (width < WIDTH) & (height >= 1) & (height < HEIGHT)
    first = tf.argmax(fits)
    width = tf.where(fits[first], width[first], 0)
    height = tf.where(fits[first], height[first], 0)
    x = tf.floor(tf.random.uniform([]) * (WIDTH - width + 1))
    y = tf.floor(tf.random.uniform([]) * (HEIGHT - height + 1))
    return x, y, width, height


def erase(image, box, value):
    x, y, width, height = box
    columns = tf.range(WIDTH, dtype=tf.float32)[tf.newaxis, :, tf.newaxis]
    rows = tf.range(HEIGHT, dtype=tf.float32)[:, tf.newaxis, tf.newaxis]
    inside = (columns >= x) & (columns < x + width) & (rows >= y) & (rows < y + height)
    return tf.where(inside, value, image)


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    if chance(0.3):
        image = tf.image.flip_left_right(image)
    matrix = tf.eye(3)
    if chance(0.4):
        matrix @= rotation(draw(-20, 20))
    if chance(0.6):
        matrix @= zoom(draw(0.8, 1.2), draw(0.8, 1.2))
    if chance(0.5):
        matrix @= tf.linalg.diag([1.0, -1.0, 1.0])
    if chance(0.5):
        matrix @= shear(draw(-10, 10))
    image = warp(image, matrix, "NEAREST")
    if chance(0.7):
        image = tf.image.random_hue(image, 0.05)
    if chance(0.5):
        image = tf.clip_by_value(image * draw(0.5, 1.5), 0, 1)
    if chance(0.5):
        image = erase(image, random_box((0.02, 0.33), (0.3, 3.3)), 0.0)
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
PAD = 38  # as far as the geometry that follows can see

augment = v2.Compose([
    v2.ToImage(),
    v2.Resize((96, 96)),
    v2.RandomHorizontalFlip(p=0.3),
    v2.Pad(PAD, padding_mode="edge"),
    v2.RandomApply([v2.RandomRotation(20, interpolation=v2.InterpolationMode.BILINEAR)], p=0.4),
    v2.RandomApply([v2.RandomAffine(0, scale=(1 / 1.2, 1 / 0.8), interpolation=v2.InterpolationMode.BILINEAR)], p=0.6),
    v2.RandomVerticalFlip(p=0.5),
    v2.RandomApply([v2.RandomAffine(0, shear=10, interpolation=v2.InterpolationMode.BILINEAR)], p=0.5),
    v2.CenterCrop((96, 96)),
    v2.ToDtype(torch.float32, scale=True),
    v2.RandomApply([v2.ColorJitter(hue=0.05)], p=0.7),
    v2.ToDtype(torch.uint8, scale=True),
    v2.RandomApply([v2.ColorJitter(brightness=(0.5, 1.5))], p=0.5),
    v2.ToDtype(torch.float32, scale=True),
    v2.RandomErasing(p=0.5, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=0),
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
# note: torchvision slants by the tangent and keeps the height; Keras, and so Graft, slants by the sine and stretches the height by the cosine. Below 15° hardly a difference.
# 说明：torchvision 按正切倾斜并保持高度；Keras（以及 Graft）按正弦倾斜，并按余弦拉伸高度。15° 以下几乎没有差别。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.HorizontalFlip(p=0.3),
    A.Rotate((-20, 20), border_mode=cv2.BORDER_REPLICATE, p=0.4),
    A.Affine(scale={"x": (1 / 1.2, 1 / 0.8), "y": (1 / 1.2, 1 / 0.8)}, border_mode=cv2.BORDER_REPLICATE, p=0.6),
    A.VerticalFlip(p=0.5),
    A.Affine(shear={"x": (-10, 10), "y": (0, 0)}, border_mode=cv2.BORDER_REPLICATE, p=0.5),
    A.ColorJitter(brightness=(1, 1), contrast=(1, 1), saturation=(1, 1), hue=(-0.05, 0.05), p=0.7),
    A.ColorJitter(brightness=(0.5, 1.5), contrast=(1, 1), saturation=(1, 1), hue=(0, 0), p=0.5),
    A.Erasing(scale=(0.02, 0.33), ratio=(0.3, 3.3), fill=0, p=0.5),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：Albumentations 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: Albumentations draws the enlargement evenly; Keras, and so Graft, draws its inverse, how much is seen. The bounds are the same.
# 说明：Albumentations 均匀抽取放大倍数；Keras（以及 Graft）均匀抽取其倒数，即可见范围。上下界相同。
# note: Albumentations slants by the tangent and keeps the height; Keras, and so Graft, slants by the sine and stretches the height by the cosine. Below 15° hardly a difference.
# 说明：Albumentations 按正切倾斜并保持高度；Keras（以及 Graft）按正弦倾斜，并按余弦拉伸高度。15° 以下几乎没有差别。
# note: Albumentations turns hues by whole steps of 2° on 8-bit pictures.
# 说明：对 8 位图片，Albumentations 的色调以 2° 为一步旋转。
# note: Albumentations draws the aspect of the erased box evenly; torchvision, and so Graft, on a logarithmic scale.
# 说明：Albumentations 均匀抽取擦除区域的宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
