# recipe: {"v":1,"seed":42,"size":[96,96],"steps":[{"op":"perspective","distortion":0.5,"fill":"constant","cval":0}]}

# %% keras, differs
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.keras.utils.set_random_seed(42)
CORNERS = tf.constant([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * [WIDTH - 1.0, HEIGHT - 1.0]


def warp(image, matrix, fill_mode, fill_value=0.0):
    """Resamples image; matrix takes (x, y) of the result, from the centre, to the picture."""
    centre = tf.constant([[1, 0, WIDTH / 2 - 0.5], [0, 1, HEIGHT / 2 - 0.5], [0, 0, 1]])
    matrix = centre @ matrix @ tf.linalg.inv(centre)
    matrix /= matrix[2, 2]
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=image[tf.newaxis], transforms=tf.reshape(matrix, [1, 9])[:, :8],
        output_shape=[HEIGHT, WIDTH], interpolation="BILINEAR",
        fill_mode=fill_mode, fill_value=fill_value)[0]


def corners(distortion):
    """Where the four corners go: inwards, at most a share of half a side, in whole pixels."""
    most = tf.floor(distortion * tf.constant([WIDTH // 2, HEIGHT // 2], tf.float32))
    inwards = tf.floor(tf.random.uniform([4, 2]) * (most + 1))
    return CORNERS - tf.sign(CORNERS) * inwards


def perspective(to):
    """The matrix that shows the picture's corners at to."""
    x, y = tf.unstack(to, axis=1)
    u, v = tf.unstack(CORNERS, axis=1)
    one, nil = tf.ones([4]), tf.zeros([4])
    rows = tf.concat([tf.stack([x, y, one, nil, nil, nil, -u * x, -u * y], 1),
                      tf.stack([nil, nil, nil, x, y, one, -v * x, -v * y], 1)], 0)
    solved = tf.linalg.solve(rows, tf.concat([u, v], 0)[:, tf.newaxis])
    return tf.reshape(tf.concat([solved[:, 0], [1.0]], 0), [3, 3])


def more(image):
    """What ImageDataGenerator has no parameter for; it calls this last."""
    image = tf.convert_to_tensor(image, tf.float32) / 255
    image = warp(image, perspective(corners(0.5)), "CONSTANT", 0.0)
    return image.numpy() * 255


augment = tf.keras.preprocessing.image.ImageDataGenerator(
    preprocessing_function=more,
    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not
)
train = augment.flow_from_directory(
    "data/train", target_size=(96, 96), interpolation="bilinear", batch_size=32, seed=42)
# note: ImageDataGenerator blends the picture's outermost pixel with the constant outside it; Graft ends the picture sharply.
# 说明：ImageDataGenerator 会把图片最外侧的像素与外部常数混合；Graft 的边缘是锐利的。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 ImageDataGenerator 自己抽取，与 Graft 的图块不同。

# %% tfdata, differs
import tensorflow as tf

HEIGHT, WIDTH = 96, 96
tf.random.set_seed(42)
CORNERS = tf.constant([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * [WIDTH - 1.0, HEIGHT - 1.0]


def warp(image, matrix, fill_mode, fill_value=0.0):
    """Resamples image; matrix takes (x, y) of the result, from the centre, to the picture."""
    centre = tf.constant([[1, 0, WIDTH / 2 - 0.5], [0, 1, HEIGHT / 2 - 0.5], [0, 0, 1]])
    matrix = centre @ matrix @ tf.linalg.inv(centre)
    matrix /= matrix[2, 2]
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=image[tf.newaxis], transforms=tf.reshape(matrix, [1, 9])[:, :8],
        output_shape=[HEIGHT, WIDTH], interpolation="BILINEAR",
        fill_mode=fill_mode, fill_value=fill_value)[0]


def corners(distortion):
    """Where the four corners go: inwards, at most a share of half a side, in whole pixels."""
    most = tf.floor(distortion * tf.constant([WIDTH // 2, HEIGHT // 2], tf.float32))
    inwards = tf.floor(tf.random.uniform([4, 2]) * (most + 1))
    return CORNERS - tf.sign(CORNERS) * inwards


def perspective(to):
    """The matrix that shows the picture's corners at to."""
    x, y = tf.unstack(to, axis=1)
    u, v = tf.unstack(CORNERS, axis=1)
    one, nil = tf.ones([4]), tf.zeros([4])
    rows = tf.concat([tf.stack([x, y, one, nil, nil, nil, -u * x, -u * y], 1),
                      tf.stack([nil, nil, nil, x, y, one, -v * x, -v * y], 1)], 0)
    solved = tf.linalg.solve(rows, tf.concat([u, v], 0)[:, tf.newaxis])
    return tf.reshape(tf.concat([solved[:, 0], [1.0]], 0), [3, 3])


def augment(image):
    """A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255."""
    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])
    image = warp(image, perspective(corners(0.5)), "CONSTANT", 0.0)
    return image * 255  # then what your weights want, such as resnet50.preprocess_input


train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH), batch_size=None, seed=42)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32).prefetch(tf.data.AUTOTUNE)
# note: tf.data blends the picture's outermost pixel with the constant outside it; Graft ends the picture sharply.
# 说明：tf.data 会把图片最外侧的像素与外部常数混合；Graft 的边缘是锐利的。
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
    v2.RandomPerspective(0.5, p=1),
    v2.ToDtype(torch.float32, scale=True),
    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)
# note: torchvision blends the picture's outermost pixel with the constant outside it; Graft ends the picture sharply.
# 说明：torchvision 会把图片最外侧的像素与外部常数混合；Graft 的边缘是锐利的。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 torchvision 自己抽取，与 Graft 的图块不同。

# %% albumentations, differs
import albumentations as A
import cv2

augment = A.Compose([
    A.Resize(96, 96, interpolation=cv2.INTER_AREA, p=1),
    A.Perspective(scale=(0, 0.125), border_mode=cv2.BORDER_CONSTANT, fill=0, p=1),
    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=42)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
# note: Albumentations moves the corners by normal draws of this scale, in or out; torchvision, and so Graft, inwards, evenly.
# 说明：Albumentations 以正态分布移动四角，向内或向外；torchvision（以及 Graft）均匀地向内移动。
# note: Albumentations blends the picture's outermost pixel with the constant outside it; Graft ends the picture sharply.
# 说明：Albumentations 会把图片最外侧的像素与外部常数混合；Graft 的边缘是锐利的。
# note: The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.
# 说明：种子使这段代码可重复；随机数由 Albumentations 自己抽取，与 Graft 的图块不同。
