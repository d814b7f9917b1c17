"""One fresh process of Keras on TensorFlow: argument TASK (JSON); prints an outcome as JSON."""
import json
import os
import sys
import time

task = json.loads(sys.argv[1])
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np  # noqa: E402  (what is measured from its import on is TensorFlow and Keras)

from clips import BATCH, BLOCKS, CLASSES, DATA_BATCHES, SHAPES, clips, repeated, report  # noqa: E402

began = time.perf_counter()
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(task["threads"])
tf.config.threading.set_inter_op_parallelism_threads(task["threads"])
import keras  # noqa: E402
from keras import layers  # noqa: E402


def network(name, dropout=0.2):
    model = [keras.Input(SHAPES[name])]
    if name == "cnn4":
        for filters in (32, 64, 64, 64):
            model += [layers.Conv2D(filters, 3, padding="same", activation="relu"), layers.MaxPooling2D(2)]
        model += [layers.Flatten(), layers.Dense(64, activation="relu")]
    else:
        for i, filters in enumerate((256, 256, 128, 64, 32)[: BLOCKS[name]]):
            model += [
                layers.Conv1D(filters, 5, padding="same", activation="relu"),
                layers.MaxPooling1D(5, strides=2, padding="same"),
            ]
            if i == 2:
                model.append(layers.Dropout(dropout))
        model += [layers.LSTM(128, return_sequences=True), layers.LSTM(128)]
        model += [layers.Dense(32, activation="relu"), layers.Dropout(dropout)]
    model.append(layers.Dense(CLASSES[name], activation="softmax"))
    model = keras.Sequential(model)
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy")
    return model


def train(name, warmup, steps):
    batches = min(DATA_BATCHES, warmup + steps)
    x, y = clips(name, BATCH * batches)
    model = network(name)

    def step(i):
        rows = slice(i % batches * BATCH, (i % batches + 1) * BATCH)
        model.train_on_batch(x[rows], y[rows])

    return repeated(step, warmup, steps)


def losses(name, steps, file):
    """Losses on one batch, without dropout, from the weights in the file."""
    model = network(name, dropout=0.0)
    values = np.fromfile(file, dtype=np.float32)
    weights = []
    for weight in model.get_weights():
        weights.append(values[: weight.size].reshape(weight.shape))
        values = values[weight.size :]
    if values.size:
        raise ValueError(f"{name}: {values.size} weights are left over; the networks are not the same")
    model.set_weights(weights)
    x, y = clips(name, BATCH)
    found = []
    for _ in range(steps):
        model.reset_metrics()
        found.append(model.train_on_batch(x, y))
    return found


kind = task["task"]
if kind == "train":
    report(train(task["network"], task["warmup"], task["steps"]))
elif kind == "losses":
    report(losses(task["network"], task["steps"], task["weights"]))
elif kind == "multiply":
    a = tf.constant(np.sin(np.arange(task["size"] ** 2)).reshape(task["size"], -1), tf.float32)
    report(repeated(lambda _: tf.linalg.matmul(a, a), 3, task["repeats"]))
elif kind == "infer":
    model = network("cnn4")
    x, _ = clips("cnn4", 1)
    run = tf.function(lambda inputs: model(inputs, training=False))
    report(repeated(lambda _: run(tf.constant(x)).numpy(), 20, task["repeats"]), "a tf.function; model.predict is slower")
elif kind == "firstStep":
    x, y = clips("cnn4", BATCH)
    network("cnn4").train_on_batch(x, y)
    report([(time.perf_counter() - began) * 1000])
elif kind == "firstResult":
    tf.linalg.matmul(tf.ones((64, 64)), tf.ones((64, 64))).numpy()
    report([(time.perf_counter() - began) * 1000])
else:
    raise ValueError(f"unknown task {kind}")
