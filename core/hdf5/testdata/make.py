"""Makes the files of this folder with Keras and h5py: see README.md."""
import os

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format

here = os.path.dirname(os.path.abspath(__file__))


def counted(shape, start):
    """start, start + 1/4, start + 2/4, ... in row-major order."""
    return (start + np.arange(np.prod(shape)) / 4).reshape(shape).astype("float32")


def model():
    """A convolution, a batch normalisation and a dense layer, with such weights."""
    x = inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, strides=2, name="conv1_conv")(x)
    x = keras.layers.BatchNormalization(name="conv1_bn")(x)
    x = keras.layers.Activation("relu", name="conv1_relu")(x)
    x = keras.layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = keras.layers.Dense(2, name="predictions")(x)
    m = keras.Model(inputs, x)
    n = 0
    for layer in m.layers:
        weights = []
        for w in layer.get_weights():
            weights.append(counted(w.shape, 100 * n))
            n += 1
        layer.set_weights(weights)
    return m


m = model()
m.save_weights(os.path.join(here, "keras3.weights.h5"))
m.save(os.path.join(here, "model.h5"))
with h5py.File(os.path.join(here, "weights.h5"), "w") as f:
    legacy_h5_format.save_weights_to_hdf5_group(f, m)

with h5py.File(os.path.join(here, "chunks.h5"), "w") as f:
    f.create_dataset("deflate", data=counted((5, 7, 3), 0), chunks=(2, 4, 3), compression="gzip", shuffle=True)
    f.create_dataset("plain", data=counted((10, 3), 1), chunks=(4, 2))
    f.create_dataset("hole", shape=(4, 4), dtype="f4", chunks=(2, 2))
    f["hole"][2:, 2:] = 1
    f.create_dataset("double", data=counted((9,), 2).astype("f8"))
    f.create_dataset("scalar", data=np.float32(2.5))
    f.create_dataset("integers", data=np.arange(3))
    f.create_dataset("big", data=counted((4,), 0).astype(">f4"))
    f.create_dataset("half", data=counted((4,), 0).astype("f2"))
    space = h5py.h5s.create_simple((3,))
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    d = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F32LE, space, plist)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, counted((3,), 3))
    f.attrs["one"] = "a string of variable length, ö"
    f.attrs["two"] = np.asarray([b"ab", b"c"])
    f.attrs["none"] = []
    f.attrs["number"] = 7
    f["link"] = h5py.SoftLink("/plain")
    many = f.create_group("many")
    first = many.create_group("member000")
    for i in range(1, 600):
        many[f"member{i:03}"] = first
with h5py.File(os.path.join(here, "latest.h5"), "w", libver="latest") as f:
    f.create_dataset("x", data=counted((3,), 0))
