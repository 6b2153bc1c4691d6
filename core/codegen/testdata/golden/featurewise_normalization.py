# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"featurewise_normalization","mean_red":0.485,"mean_green":0.456,"mean_blue":0.406,"std_red":0.229,"std_green":0.224,"std_blue":0.225,"stddev":0.25}]}

# %% keras, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    image = (image - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    image = tf.clip_by_value(image * 0.25 + 128 / 255, 0, 1)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: Graft shows a normalised picture about mid-grey, so that it can be seen and stored; in your own training leave this to what your weights want.
# 说明：Graft 将归一化后的图片移到中灰附近，以便显示和保存；在你自己的训练中，归一化应按权重的要求进行。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    image = (image - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    image = tf.clip_by_value(image * 0.25 + 128 / 255, 0, 1)
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: Graft shows a normalised picture about mid-grey, so that it can be seen and stored; in your own training leave this to what your weights want.
# 说明：Graft 将归一化后的图片移到中灰附近，以便显示和保存；在你自己的训练中，归一化应按权重的要求进行。
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
    v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: The result is floats about 0, so this step must come last; Graft shows it about mid-grey.
# 说明：结果为以 0 为中心的浮点数，因此这一步必须放在最后；Graft 将其显示在中灰附近。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225), p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: The result is floats about 0, so this step must come last; Graft shows it about mid-grey.
# 说明：结果为以 0 为中心的浮点数，因此这一步必须放在最后；Graft 将其显示在中灰附近。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
