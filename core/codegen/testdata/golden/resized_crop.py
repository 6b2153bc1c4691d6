# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"resized_crop","scale":[0.1,1],"ratio":[0.5,2]}]}

# %% keras, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    begin, size, _ = tf.image.sample_distorted_bounding_box(
        tf.shape(image), tf.zeros([1, 0, 4]), use_image_if_no_bounding_boxes=True, max_attempts=10,
        area_range=(0.1, 1), aspect_ratio_range=(0.5, 2))
    image = tf.image.resize(tf.slice(image, begin, size), [HEIGHT, WIDTH])
    image = tf.ensure_shape(image, [HEIGHT, WIDTH, 3])
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.
# 说明：裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。
# note: tf.image draws the aspect evenly; torchvision, and so Graft, on a logarithmic scale.
# 说明：tf.image 均匀抽取宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, exact
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    begin, size, _ = tf.image.sample_distorted_bounding_box(
        tf.shape(image), tf.zeros([1, 0, 4]), use_image_if_no_bounding_boxes=True, max_attempts=10,
        area_range=(0.1, 1), aspect_ratio_range=(0.5, 2))
    image = tf.image.resize(tf.slice(image, begin, size), [HEIGHT, WIDTH])
    image = tf.ensure_shape(image, [HEIGHT, WIDTH, 3])
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.
# 说明：裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。
# note: tf.image draws the aspect evenly; torchvision, and so Graft, on a logarithmic scale.
# 说明：tf.image 均匀抽取宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 tf.data 自己抽取，与 Graft 的图块不同。

# %% torchvision, exact
import torch
from torchvision import datasets
from torchvision.transforms import v2

torch.manual_seed(42)

augment = v2.Compose([
    v2.ToImage(),
    v2.RandomResizedCrop((96, 96), scale=(0.1, 1), ratio=(0.5, 2)),
    v2.ToDtype(torch.float32, scale=True),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, exact
import albumentations as A
import cv2

augment = A.Compose([
    A.RandomResizedCrop((96, 96), scale=(0.1, 1), ratio=(0.5, 2), p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
