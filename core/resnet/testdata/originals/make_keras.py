"""Makes the golden data of Keras: see README.md.

    python make_keras.py              the files of this folder
    python make_keras.py --full DIR   full-size files with the same seeded weights
"""
import bz2
import io
import os
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format
from PIL import Image

from seeded import SIDE, here, patterned, pictures, seeded, thin, write

KERAS_ROLES = {"kernel": "kernel", "gamma": "gamma", "moving_variance": "variance"}


def keras_weights(layer):
    out = []
    for w in layer.weights:
        part = w.path.split("/")[-1]
        shape = tuple(w.shape)
        out.append(seeded(f"{layer.name}/{part}", KERAS_ROLES.get(part, "shift"),
                          int(np.prod(shape[:-1])), shape, layer.name.endswith("_3_bn")))
    return out


def keras_model(epsilon=None, top=True):
    m = keras.applications.ResNet50(weights=None, include_top=top, pooling=None if top else "avg",
                                    classifier_activation=None)
    for layer in m.layers:
        if layer.weights:
            layer.set_weights(keras_weights(layer))
        if epsilon and isinstance(layer, keras.layers.BatchNormalization):
            layer.epsilon = epsilon
    return m


def golden():
    pics = pictures()
    x = keras.applications.resnet50.preprocess_input(pics.astype(np.float32))
    m = keras_model()
    features = keras.Model(m.input, m.get_layer("avg_pool").output)
    write("keras.f32", features(x, training=False), m(x, training=False))
    notop = keras_model(top=False)
    assert np.allclose(notop(x, training=False), features(x, training=False), rtol=1e-6)
    old = keras_model(epsilon=1e-3)
    features = keras.Model(old.input, old.get_layer("avg_pool").output)
    write("keras_old.f32", features(x, training=False))
    with open(os.path.join(here, "keras_names.txt"), "w") as f:
        for layer in m.layers:
            for w in layer.weights:
                print(w.path, *w.shape, file=f)


def preprocessing():
    """Two pictures, and what Keras makes of them, thinned out."""
    y, x = np.mgrid[:333, :500]
    large = np.stack([(x * 255) // 499, (y * 255) // 332, ((x // 9 + y // 7) % 2) * 200 + (x * y) % 50], -1)
    Image.fromarray(large.astype(np.uint8)).resize((250, 167)).save(os.path.join(here, "small.png"), optimize=True)
    y, x = np.mgrid[:400, :300]
    tall = np.stack([(x // 13 % 2) * 255, (y // 11 % 2) * 255, (x + y) % 256], -1)
    Image.fromarray(tall.astype(np.uint8)).save(os.path.join(here, "tall.png"), optimize=True)
    for name in ["small", "tall"]:
        path = os.path.join(here, name + ".png")
        out = keras.utils.img_to_array(keras.utils.load_img(path, target_size=(SIDE, SIDE)))
        out = keras.applications.resnet50.preprocess_input(out)[..., ::-1]  # back to red, green, blue
        write(name + "_keras.f32", thin(out))


BRANCH = {"0": "1", "1": "2a", "2": "2b", "3": "2c"}
OLD_PARTS = {"kernel": "W", "bias": "b", "gamma": "gamma", "beta": "beta",
             "moving_mean": "running_mean", "moving_variance": "running_std"}


def old_name(layer):
    """A layer's name in the files of 2016."""
    if layer in ("conv1_conv", "conv1_bn", "predictions"):
        return {"conv1_conv": "conv1", "conv1_bn": "bn_conv1", "predictions": "fc1000"}[layer]
    stage, block, conv, kind = layer.split("_")
    kind = "res" if kind == "conv" else "bn"
    return f"{kind}{stage[4:]}{chr(96 + int(block[5:]))}_branch{BRANCH[conv]}"


def pack(name, fill):
    """A whole file, made by fill, compressed."""
    buf = io.BytesIO()
    with h5py.File(buf, "w") as f:
        fill(f)
    with open(os.path.join(here, name), "wb") as out:
        out.write(bz2.compress(buf.getvalue()))


def fill_old(f):
    """The layout and names of the files of 2016, with their last layer."""
    m = keras.applications.ResNet50(weights=None)
    f.attrs["layer_names"] = [(old_name(x.name) if x.weights else x.name).encode() for x in m.layers]
    for layer in m.layers:
        g = f.create_group(old_name(layer.name) if layer.weights else layer.name)
        names = []
        for w in layer.weights:
            of, part = w.path.split("/")
            names.append(f"{old_name(of)}_{OLD_PARTS[part]}_1:0")
            g.create_dataset(names[-1], data=patterned(w.path, tuple(w.shape)))
        g.attrs["weight_names"] = [n.encode() for n in names]


def files():
    m = keras.applications.ResNet50(weights=None, include_top=False)
    for layer in m.layers:
        layer.set_weights([patterned(w.path, tuple(w.shape)) for w in layer.weights])
    pack("keras_notop.h5.bz2", lambda f: legacy_h5_format.save_weights_to_hdf5_group(f, m))
    pack("keras_old.h5.bz2", fill_old)


def full(folder):
    os.makedirs(folder, exist_ok=True)
    m = keras_model()
    with h5py.File(os.path.join(folder, "resnet50_weights_tf_dim_ordering_tf_kernels.h5"), "w") as f:
        legacy_h5_format.save_weights_to_hdf5_group(f, m)
    m.save_weights(os.path.join(folder, "keras3.weights.h5"))
    m.save(os.path.join(folder, "model.h5"))
    with h5py.File(os.path.join(folder, "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"), "w") as f:
        legacy_h5_format.save_weights_to_hdf5_group(f, keras_model(top=False))


if len(sys.argv) == 3 and sys.argv[1] == "--full":
    full(sys.argv[2])
else:
    golden()
    preprocessing()
    files()
