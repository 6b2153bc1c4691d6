# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"hue","delta":0.05},{"op":"random_crop","width":64,"height":48,"padding":0,"fill":"constant","cval":0},{"op":"resized_crop","p":0.5,"scale":[0.1,1],"ratio":[0.5,2]},{"op":"center_crop"}]}

# %% keras, differs
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)


def chance(p):
    return tf.random.uniform([]) < p


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    image = tf.image.random_hue(image, 0.05)
    image = tf.image.resize(tf.image.random_crop(image, [48, 64, 3]), [HEIGHT, WIDTH])
    if chance(0.5):
        begin, size, _ = tf.image.sample_distorted_bounding_box(
            tf.shape(image), tf.zeros([1, 0, 4]), use_image_if_no_bounding_boxes=True, max_attempts=10,
            area_range=(0.1, 1), aspect_ratio_range=(0.5, 2))
        image = tf.image.resize(tf.slice(image, begin, size), [HEIGHT, WIDTH])
        image = tf.ensure_shape(image, [HEIGHT, WIDTH, 3])
    pass  # center_crop: too late, the picture has its size already
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.
# 说明：裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。
# note: ImageDataGenerator resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：ImageDataGenerator 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: tf.image draws the aspect evenly; torchvision, and so Graft, on a logarithmic scale.
# 说明：tf.image 均匀抽取宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。
# note: Centre crop (center_crop) has to come first, always applied, to be done by ImageDataGenerator's loader; here pictures are stretched.
# 说明：“居中裁剪”（center_crop）只有放在首位且总是应用时才能由 ImageDataGenerator 的加载器完成；这里图片被拉伸。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, differs
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)


def chance(p):
    return tf.random.uniform([]) < p


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    image = tf.image.random_hue(image, 0.05)
    image = tf.image.resize(tf.image.random_crop(image, [48, 64, 3]), [HEIGHT, WIDTH])
    if chance(0.5):
        begin, size, _ = tf.image.sample_distorted_bounding_box(
            tf.shape(image), tf.zeros([1, 0, 4]), use_image_if_no_bounding_boxes=True, max_attempts=10,
            area_range=(0.1, 1), aspect_ratio_range=(0.5, 2))
        image = tf.image.resize(tf.slice(image, begin, size), [HEIGHT, WIDTH])
        image = tf.ensure_shape(image, [HEIGHT, WIDTH, 3])
    pass  # center_crop: too late, the picture has its size already
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.
# 说明：裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。
# note: tf.data resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：tf.data 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: tf.image draws the aspect evenly; torchvision, and so Graft, on a logarithmic scale.
# 说明：tf.image 均匀抽取宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。
# note: Centre crop (center_crop) has to come first, always applied, to be done by tf.data's loader; here pictures are stretched.
# 说明：“居中裁剪”（center_crop）只有放在首位且总是应用时才能由 tf.data 的加载器完成；这里图片被拉伸。
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
    v2.ColorJitter(hue=0.05),
    v2.Compose([v2.RandomCrop((48, 64)), v2.Resize((96, 96))]),
    v2.RandomApply([v2.RandomResizedCrop((96, 96), scale=(0.1, 1), ratio=(0.5, 2))], p=0.5),
    v2.Identity(),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: torchvision resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：torchvision 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.
# 说明：裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。
# note: Centre crop (center_crop) has to come first to see the picture's own aspect; here pictures are stretched.
# 说明：“居中裁剪”（center_crop）只有放在首位才能看到图片自身的宽高比；这里图片被拉伸。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.ColorJitter(brightness=(1, 1), contrast=(1, 1), saturation=(1, 1), hue=(-0.05, 0.05), p=1),
    A.Sequential([A.RandomCrop(48, 64), A.Resize(96, 96)], p=1),
    A.RandomResizedCrop((96, 96), scale=(0.1, 1), ratio=(0.5, 2), p=0.5),
    # center_crop: too late, the picture has its size already
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations turns hues by whole steps of 2° on 8-bit pictures.
# 说明：对 8 位图片，Albumentations 的色调以 2° 为一步旋转。
# note: Albumentations resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.
# 说明：Albumentations 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。
# note: The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.
# 说明：裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。
# note: Centre crop (center_crop) has to come first to see the picture's own aspect; here pictures are stretched.
# 说明：“居中裁剪”（center_crop）只有放在首位才能看到图片自身的宽高比；这里图片被拉伸。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
