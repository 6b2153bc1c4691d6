# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"hue","delta":0.2},{"op":"contrast","range":[0.7,1.3]},{"op":"brightness","range":[0.5,1.5]},{"op":"saturation","range":[0.6,1.4]},{"op":"erase","scale":[0.02,0.33],"ratio":[0.3,3.3],"value":"grey"}]}

# %% keras, differs
import math

import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


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
    image = tf.image.random_hue(image, 0.2)
    image = tf.clip_by_value(tf.image.random_contrast(image, 0.7, 1.3), 0, 1)
    image = tf.image.random_saturation(image, 0.6, 1.4)
    image = erase(image, random_box((0.02, 0.33), (0.3, 3.3)), 128 / 255)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    # Whatever the order here, Keras turns, shifts, shears and zooms, then flips, then brightens.
    brightness_range=[0.5, 1.5],
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
    image = tf.image.random_hue(image, 0.2)
    image = tf.clip_by_value(tf.image.random_contrast(image, 0.7, 1.3), 0, 1)
    image = tf.clip_by_value(image * draw(0.5, 1.5), 0, 1)
    image = tf.image.random_saturation(image, 0.6, 1.4)
    image = erase(image, random_box((0.02, 0.33), (0.3, 3.3)), 128 / 255)
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

augment = v2.Compose([
    v2.ToImage(),
    v2.Resize((96, 96)),
    v2.ToDtype(torch.float32, scale=True),
    v2.ColorJitter(hue=0.2),
    v2.ColorJitter(contrast=(0.7, 1.3)),
    v2.ToDtype(torch.uint8, scale=True),
    v2.ColorJitter(brightness=(0.5, 1.5)),
    v2.ToDtype(torch.float32, scale=True),
    v2.ColorJitter(saturation=(0.6, 1.4)),
    v2.RandomErasing(p=1, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=128 / 255),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: torchvision stretches contrast about the mean grey of the picture; tf.image, and so Graft, about each channel's own mean.
# 说明：torchvision 以整张图片的灰度均值为中心调整对比度；tf.image（以及 Graft）以各通道自己的均值为中心。
# note: torchvision blends with the grey picture; tf.image, and so Graft, multiplies the saturation of HSV and keeps the value.
# 说明：torchvision 与灰度图混合；tf.image（以及 Graft）在 HSV 空间中缩放饱和度并保持明度。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.ColorJitter(brightness=(1, 1), contrast=(1, 1), saturation=(1, 1), hue=(-0.2, 0.2), p=1),
    A.ColorJitter(brightness=(1, 1), contrast=(0.7, 1.3), saturation=(1, 1), hue=(0, 0), p=1),
    A.ColorJitter(brightness=(0.5, 1.5), contrast=(1, 1), saturation=(1, 1), hue=(0, 0), p=1),
    A.ColorJitter(brightness=(1, 1), contrast=(1, 1), saturation=(0.6, 1.4), hue=(0, 0), p=1),
    A.Erasing(scale=(0.02, 0.33), ratio=(0.3, 3.3), fill=128, p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations turns hues by whole steps of 2° on 8-bit pictures.
# 说明：对 8 位图片，Albumentations 的色调以 2° 为一步旋转。
# note: Albumentations stretches contrast about the mean grey of the picture; tf.image, and so Graft, about each channel's own mean.
# 说明：Albumentations 以整张图片的灰度均值为中心调整对比度；tf.image（以及 Graft）以各通道自己的均值为中心。
# note: Albumentations blends with the grey picture; tf.image, and so Graft, multiplies the saturation of HSV and keeps the value.
# 说明：Albumentations 与灰度图混合；tf.image（以及 Graft）在 HSV 空间中缩放饱和度并保持明度。
# note: Albumentations draws the aspect of the erased box evenly; torchvision, and so Graft, on a logarithmic scale.
# 说明：Albumentations 均匀抽取擦除区域的宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
