"""Feature extraction and training with the libraries that Graft is measured against.

python3 - MODEL.onnx PICTURES BATCH THREADS

Reads one name a line and answers each with a JSON line: seconds for the whole
of what the name says, or why it cannot be had.
"""

import json
import os
import sys
import time

MODEL, PICTURES, BATCH, THREADS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


class ONNXRuntime:
    """Plain onnxruntime, all optimisations, on the network that Graft wrote."""

    def __init__(self):
        import numpy as np
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # it calls its maker otherwise
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.version = ort.__version__
        self.session = ort.InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])
        self.x = np.random.default_rng(0).standard_normal((BATCH, 3, 224, 224), dtype=np.float32)

    def features(self, n):
        for start in range(0, n, BATCH):
            self.session.run(None, {"image": self.x[: min(BATCH, n - start)]})


class Keras:
    """Keras on TensorFlow as the article wrote it: ResNet50 with its classifier,
    frozen, and a dense layer on top; weights are random, which costs the same."""

    def __init__(self):
        import numpy as np
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(THREADS)
        keras = tf.keras
        self.version = f"{keras.__version__} on TensorFlow {tf.__version__}"
        r = np.random.default_rng(0)
        self.x = r.standard_normal((BATCH, 224, 224, 3), dtype=np.float32)
        self.y = np.eye(2, dtype=np.float32)[r.integers(0, 2, BATCH)]
        self.keras = keras
        self.extractor = keras.applications.ResNet50(weights=None, include_top=False, pooling="avg")
        self.frozen = self.classifier(lambda layer: False)
        self.stage4 = self.classifier(lambda layer: layer.name.startswith("conv5"))

    def classifier(self, trainable):
        keras = self.keras
        base = keras.applications.ResNet50(weights=None)
        for layer in base.layers:
            layer.trainable = trainable(layer)
        model = keras.Sequential([keras.Input((224, 224, 3)), base, keras.layers.Dense(2, activation="softmax")])
        model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
        return model

    def features(self, n):
        for start in range(0, n, BATCH):
            self.extractor.predict_on_batch(self.x[: min(BATCH, n - start)])

    def batches(self, n):
        for start in range(0, n, BATCH):
            k = min(BATCH, n - start)
            yield self.x[:k], self.y[:k]

    def epoch(self, n):
        self.frozen.fit(self.batches(n), steps_per_epoch=-(-n // BATCH), epochs=1, verbose=0)

    def step(self, n):
        self.stage4.train_on_batch(self.x, self.y)


CASES = {
    "onnxruntime features": (ONNXRuntime, "features", PICTURES),
    "keras features": (Keras, "features", PICTURES),
    "keras epoch": (Keras, "epoch", PICTURES),
    "keras step": (Keras, "step", BATCH),
}


def main():
    peers = {}
    for line in sys.stdin:
        name = line.strip()
        kind, method, n = CASES[name]
        try:
            new = kind not in peers
            if new:
                peers[kind] = kind()
            run = getattr(peers[kind], method)
            if (kind, method) not in peers:
                run(BATCH)  # what is prepared on first use does not count
                peers[kind, method] = True
            start = time.perf_counter()
            run(n)
            answer = {"seconds": time.perf_counter() - start, "version": peers[kind].version}
        except Exception as err:
            answer = {"missing": f"{type(err).__name__}: {err}"}
        print(json.dumps(answer), flush=True)


main()
