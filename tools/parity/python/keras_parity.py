"""One fresh process of Keras on TensorFlow: argument TASK (JSON, see tools/parity/tasks.ts); prints an outcome as JSON."""
import json
import os
import resource
import sys
from pathlib import Path

task = json.loads(sys.argv[1])
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(task["threads"])
tf.config.threading.set_inter_op_parallelism_threads(task["threads"])
import keras  # noqa: E402
from keras import layers  # noqa: E402

if task.get("float64"):
    keras.config.set_floatx("float64")

BATCH = 64
FOLDER = Path(task["folder"])
NAME = task["network"]
ABOUT = json.loads((FOLDER / f"{NAME}.json").read_text())


def samples(part):
    x = np.fromfile(FOLDER / f"{NAME}.{part}.x", "<f4").reshape(-1, *ABOUT["shape"])
    return x, np.fromfile(FOLDER / f"{NAME}.{part}.y", "<i4")


def network(dropout=0.2):
    """The report's network, written as the report wrote it."""
    model = [keras.Input(ABOUT["shape"])]
    if NAME in ("cnn4", "cnn4Scaled"):
        for filters in (32, 64, 64, 64):
            model += [layers.Conv2D(filters, 3, padding="same", activation="relu"), layers.MaxPooling2D(2)]
        model += [layers.Flatten(), layers.Dense(64, activation="relu")]
    else:
        for i, filters in enumerate((256, 256, 128, 64, 32) if NAME == "cnnLstm5" else ()):
            model += [
                layers.Conv1D(filters, 5, padding="same", activation="relu"),
                layers.MaxPooling1D(5, strides=2, padding="same"),
            ]
            if i == 2:
                model.append(layers.Dropout(dropout))
        model += [layers.LSTM(128, return_sequences=True), layers.LSTM(128)]
        model += [layers.Dense(32, activation="relu"), layers.Dropout(dropout)]
    model = keras.Sequential([*model, layers.Dense(ABOUT["classes"], activation="softmax")])
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def losses(steps, file):
    """Losses of steps on the training rows as they lie, without dropout, from the weights in the file."""
    model = network(dropout=0.0)
    values = np.fromfile(file, "<f4")
    weights = []
    for weight in model.get_weights():
        weights.append(values[: weight.size].reshape(weight.shape))
        values = values[weight.size :]
    if values.size:
        raise ValueError(f"{NAME}: {values.size} weights are left over; the networks are not the same")
    model.set_weights(weights)
    x, y = samples("train")
    found = []
    for step in range(steps):
        rows = (step * BATCH + np.arange(BATCH)) % len(y)
        model.reset_metrics()
        found.append(model.train_on_batch(x[rows], y[rows])[0])
    return found


def epochs(count, seeds):
    found = []
    for seed in seeds:
        keras.backend.clear_session()
        keras.utils.set_random_seed(seed)
        log = network().fit(
            *samples("train"), batch_size=BATCH, epochs=count, validation_data=samples("test"), verbose=0
        ).history
        for epoch in range(count):
            found += [log[metric][epoch] for metric in ("loss", "accuracy", "val_loss", "val_accuracy")]
    return found


values = losses(task["steps"], task["weights"]) if task["task"] == "losses" else epochs(task["epochs"], task["seeds"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"values": [float(value) for value in values], "peakBytes": peak}))
