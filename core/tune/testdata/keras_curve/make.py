"""Trains the head with Keras and writes its losses: see README.md."""
import json
import os

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
FEATURES, CLASSES, TRAIN, VAL = 2048, 3, 100, 40
U = np.uint64


def features(start, n):
    """As curveSets in keras_curve_test.go."""
    i, k = np.mgrid[start:start + n, :FEATURES].astype(U)
    with np.errstate(over="ignore"):
        z = (i << U(32)) + k
        z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
        u = ((z ^ (z >> U(31))) >> U(40)).astype(np.float64) / (1 << 24)
    u[(k % U(CLASSES)) == (i % U(CLASSES))] += 0.05
    y = np.eye(CLASSES, dtype=np.float32)[np.arange(start, start + n) % CLASSES]
    return np.maximum(u - 0.3, 0).astype(np.float32), y


with open(os.path.join(here, "inputs.json")) as f:
    inputs = json.load(f)
x, y = features(0, TRAIN)
val = features(TRAIN, VAL)
model = keras.Sequential([keras.Input((FEATURES,)), keras.layers.Dense(CLASSES, activation="softmax")])
kernel = np.fromfile(os.path.join(here, "kernel.f32"), np.float32).reshape(FEATURES, CLASSES)
model.layers[-1].set_weights([kernel, np.zeros(CLASSES, np.float32)])
model.compile(optimizer=keras.optimizers.Adam(inputs["learning_rate"]), loss="categorical_crossentropy")
curve = []
for order in inputs["orders"]:
    h = model.fit(x[order], y[order], batch_size=inputs["batch"], shuffle=False, validation_data=val, verbose=0)
    curve.append({"loss": float(h.history["loss"][0]), "val_loss": float(h.history["val_loss"][0])})
with open(os.path.join(here, "curve.json"), "w") as f:
    json.dump(curve, f, indent=1)
    f.write("\n")
print(curve)
