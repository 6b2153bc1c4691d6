# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"equalize"}]}

# %% keras, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


def equalize(image):
    """Spreads each channel's levels so that equal spans hold equally many pixels, as PIL does."""
    def channel(levels):
        counts = tf.math.bincount(tf.reshape(levels, [-1]), minlength=256, maxlength=256)
        last = tf.boolean_mask(counts, counts > 0)[-1]
        step = (HEIGHT * WIDTH - last) // 255
        spread = (tf.cumsum(counts, exclusive=True) + step // 2) // tf.maximum(step, 1)
        return tf.gather(tf.where(step > 0, tf.minimum(spread, 255), tf.range(256)), levels)
    levels = tf.cast(tf.floor(image * 255.5), tf.int32)
    return tf.cast(tf.stack([channel(levels[..., c]) for c in range(3)], -1), tf.float32) / 255


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    image = equalize(image)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)


def equalize(image):
    """Spreads each channel's levels so that equal spans hold equally many pixels, as PIL does."""
    def channel(levels):
        counts = tf.math.bincount(tf.reshape(levels, [-1]), minlength=256, maxlength=256)
        last = tf.boolean_mask(counts, counts > 0)[-1]
        step = (HEIGHT * WIDTH - last) // 255
        spread = (tf.cumsum(counts, exclusive=True) + step // 2) // tf.maximum(step, 1)
        return tf.gather(tf.where(step > 0, tf.minimum(spread, 255), tf.range(256)), levels)
    levels = tf.cast(tf.floor(image * 255.5), tf.int32)
    return tf.cast(tf.stack([channel(levels[..., c]) for c in range(3)], -1), tf.float32) / 255


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    image = equalize(image)
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 tf.data 自己抽取，与 Graft 的图块不同。

# %% torchvision, exact
import torch
from torchvision import datasets
from torchvision.transforms import v2

torch.manual_seed(42)

augment = v2.Compose([
    v2.ToImage(),
    v2.Resize((96, 96)),
    v2.RandomEqualize(p=1),
    v2.ToDtype(torch.float32, scale=True),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.Equalize(mode="pil", p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations' equalize rounds its table otherwise than PIL, and so Graft, does.
# 说明：Albumentations 的直方图均衡与 PIL（以及 Graft）的取整方式不同。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
