# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"mix_up","alpha":0.2}]}

# %% keras, differs
import tensorflow as tf

tf.keras.utils.set_random_seed(42)

augment = tf.keras.preprocessing.image.ImageDataGenerator(
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# left out: mix_up (nothing like it in ImageDataGenerator)
# note: MixUp (mix_up) is left out: ImageDataGenerator has nothing like it.
# 说明：未包含“MixUp”（mix_up）：ImageDataGenerator 没有对应的功能。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)


def beta(alpha):
    a, b = tf.unstack(tf.random.gamma([2], alpha))
    return a / (a + b)


def partner(images, labels):
    order = tf.random.shuffle(tf.range(tf.shape(images)[0]))
    return tf.gather(images, order), tf.gather(labels, order)


def mix_up(images, labels, alpha):
    share = beta(alpha)
    others, other_labels = partner(images, labels)
    return share * images + (1 - share) * others, share * labels + (1 - share) * other_labels


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).map(lambda images, labels: mix_up(images, labels, 0.2)).prefetch(tf.data.AUTOTUNE)
# note: Batches are mixed with themselves, shuffled, one share for the whole batch; Graft's page mixes two pictures.
# 说明：批次与打乱后的自身混合，整批使用同一比例；Graft 的页面混合两张图片。
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
    v2.ToDtype(torch.float32, scale=True),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
mix = v2.Compose([
    v2.MixUp(alpha=0.2, num_classes=len(train.classes)),
])
batches = torch.utils.data.DataLoader(
    train, batch_size=32, shuffle=True,
    collate_fn=lambda batch: mix(*torch.utils.data.default_collate(batch)))
# note: Batches are mixed with themselves, shuffled, one share for the whole batch; Graft's page mixes two pictures.
# 说明：批次与打乱后的自身混合，整批使用同一比例；Graft 的页面混合两张图片。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# left out: mix_up (nothing like it in Albumentations)
# note: MixUp (mix_up) is left out: Albumentations has nothing like it.
# 说明：未包含“MixUp”（mix_up）：Albumentations 没有对应的功能。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
