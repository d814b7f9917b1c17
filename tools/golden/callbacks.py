"""Golden decisions of Keras' callbacks: packages/train/test/golden/callbacks.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/callbacks.py

Metric histories are recorded from real `model.fit` runs, and some are bent: a NaN in the middle or first, ties, small
even steps. Each callback configuration then sees each history, and what it did is written down: the last epoch, whether
it stopped there, each change of the learning rate, each epoch saved, and the epoch whose weights the model has at the
end. NaN is null in the file.
"""

import hashlib
import json
import math
import os
import platform
import random
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy as np  # noqa: E402

SEED = 11
EPOCHS = 40
RATE = 1e-3
FOLDER = Path("packages/train/test/golden")
METRICS = ["loss", "accuracy", "val_loss", "val_accuracy", "val_uar"]


class Uar(keras.callbacks.Callback):
    """Adds the unweighted average recall of the validation rows to the figures of an epoch."""

    def __init__(self, x, y):
        super().__init__()
        self.x, self.y = x, y

    def on_epoch_end(self, epoch, logs=None):
        predicted = self.model.predict(self.x, verbose=0).argmax(axis=1)
        logs["val_uar"] = float(np.mean([np.mean(predicted[self.y == label] == label) for label in (0, 1)]))


def record(seed, learning_rate):
    """The logs of a small noisy classification, as Keras reports them."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(80, 6)).astype("float32")
    y = (x[:, 0] + rng.normal(scale=1.0, size=80) > 0).astype("int32")
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(2, "softmax")])
    model.compile(keras.optimizers.Adam(learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x[:60],
        y[:60],
        validation_data=(x[60:], y[60:]),
        epochs=EPOCHS,
        batch_size=16,
        verbose=0,
        callbacks=[Uar(x[60:], y[60:])],
    )
    return {name: [float(value) for value in history.history[name]] for name in METRICS}


def bend(logs, change):
    return {name: [change(epoch, value) for epoch, value in enumerate(values)] for name, values in logs.items()}


def make_histories():
    recorded = [record(SEED, 1e-2), record(SEED + 1, 5e-2), record(SEED + 2, 1e-3)]
    return [
        *recorded,
        bend(recorded[0], lambda epoch, value: math.nan if epoch in (7, 8, 21) else value),
        bend(recorded[1], lambda epoch, value: math.nan if epoch == 0 else value),
        bend(recorded[2], lambda _epoch, value: round(value, 1)),
        # Down by the very minimum that some configurations ask for, then by less than float32 can tell.
        {
            name: [1 - 0.01 * epoch if epoch < 20 else 0.8 - 1e-9 * (epoch - 20) for epoch in range(EPOCHS)]
            for name in METRICS
        },
    ]


SCHEDULES = {
    "halve every fifth": lambda epoch, rate: rate * 0.5 if epoch > 0 and epoch % 5 == 0 else rate,
    "fall by the epoch": lambda epoch, _rate: 0.01 * 0.9**epoch,
    "rise then hold": lambda epoch, rate: rate * 1.5 if epoch < 4 else rate,
}


def make_model():
    """One weight: the number of the epoch that it is from."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.Adam(RATE), "mse", metrics=["accuracy"])
    model.train_on_batch(np.zeros((1, 1)), np.zeros((1, 1)))
    return model


def replay(model, kind, options, logs):
    """What a callback did: last epoch, stopped, [epoch, rate] of each change, epochs saved, epoch of the weights."""
    saved = []
    if kind == "ModelCheckpoint":
        options = {**options, "filepath": "unused.weights.h5", "save_weights_only": True}
        model.save_weights = lambda *_args, **_kwargs: saved.append(epoch)
    if kind == "LearningRateScheduler":
        options = {"schedule": SCHEDULES[options["schedule"]]}
    callback = getattr(keras.callbacks, kind)(**options)
    callback.set_model(model)
    model.stop_training = False
    model.optimizer.learning_rate = RATE
    callback.on_train_begin()
    changes = []
    for epoch in range(EPOCHS):
        callback.on_epoch_begin(epoch)
        model.set_weights([np.full((1, 1), epoch, "float32")])
        callback.on_epoch_end(epoch, {name: logs[name][epoch] for name in METRICS})
        rate = float(np.asarray(model.optimizer.learning_rate.numpy()))
        if rate != (changes[-1][1] if changes else float(np.float32(RATE))):
            changes.append([epoch, rate])
        if model.stop_training:
            break
    callback.on_train_end()
    return [epoch, int(model.stop_training), changes, saved, int(model.get_weights()[0][0, 0])]


CHOSEN = [
    ("EarlyStopping", {"monitor": "accuracy", "mode": "max", "patience": 6}),
    ("EarlyStopping", {"monitor": "val_loss", "mode": "min", "patience": 6}),
    ("EarlyStopping", {"monitor": "val_accuracy", "mode": "max", "patience": 6}),
    ("EarlyStopping", {}),
    ("EarlyStopping", {"monitor": "val_accuracy", "patience": 3, "min_delta": 0.02}),
    ("EarlyStopping", {"monitor": "loss", "patience": 4, "baseline": 0.65}),
    ("EarlyStopping", {"monitor": "val_loss", "patience": 2, "start_from_epoch": 9}),
    ("EarlyStopping", {"monitor": "loss", "patience": 3, "min_delta": -0.01, "restore_best_weights": True}),
    ("EarlyStopping", {"monitor": "val_uar", "mode": "max", "patience": 5, "restore_best_weights": True}),
    ("EarlyStopping", {"monitor": "val_loss", "patience": 60, "baseline": 0.1, "restore_best_weights": True}),
    ("ReduceLROnPlateau", {"monitor": "loss", "factor": 0.4, "patience": 3, "min_lr": 1e-7}),
    ("ReduceLROnPlateau", {"monitor": "accuracy", "mode": "max", "factor": 0.1, "patience": 6}),
    ("ReduceLROnPlateau", {"monitor": "val_loss", "mode": "min", "factor": 0.1, "patience": 6}),
    ("ReduceLROnPlateau", {"monitor": "val_accuracy", "mode": "max", "factor": 0.1, "patience": 6}),
    ("ReduceLROnPlateau", {"monitor": "val_loss", "factor": 0.5, "patience": 1, "cooldown": 3}),
    ("ReduceLROnPlateau", {"monitor": "val_loss", "factor": 0.3, "patience": 2, "min_delta": 0.01, "min_lr": 2e-5}),
    ("ReduceLROnPlateau", {"monitor": "val_accuracy", "factor": 0.2, "patience": 0, "min_lr": 1e-5, "cooldown": 1}),
    ("ReduceLROnPlateau", {"min_lr": 2e-3}),
    ("ModelCheckpoint", {"monitor": "accuracy", "mode": "max", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "val_loss", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "val_accuracy", "save_best_only": True, "initial_value_threshold": 0.7}),
    ("ModelCheckpoint", {"monitor": "val_loss", "save_best_only": True, "initial_value_threshold": 0.6}),
    ("ModelCheckpoint", {"monitor": "val_uar", "mode": "max", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "val_uar", "mode": "min", "save_best_only": True, "initial_value_threshold": 0.5}),
    ("ModelCheckpoint", {"monitor": "accuracy", "mode": "min", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "loss", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "val_loss", "save_best_only": False}),
    *[("LearningRateScheduler", {"schedule": name}) for name in SCHEDULES],
]


def draw(choice):
    """One configuration of each kind with much to choose, drawn."""
    monitor = choice(METRICS)
    mode = choice(["min", "max"] if monitor == "val_uar" else ["auto", "auto", "min", "max"])
    shared = {"monitor": monitor, "mode": mode, "min_delta": choice([0, 0, 0.01, -0.01, 0.05])}
    stopping = {
        "patience": choice([0, 1, 2, 3]),
        "start_from_epoch": choice([0, 0, 1, 5]),
        "restore_best_weights": choice([True, False]),
    }
    if choice([True, False]):
        stopping["baseline"] = choice([0.4, 0.65, 0.8])
    plateau = {
        "patience": choice([0, 1, 2, 3]),
        "cooldown": choice([0, 0, 1, 2, 4]),
        "factor": choice([0.1, 0.5, 0.9]),
        "min_lr": choice([0, 1e-5, 4e-4]),
    }
    return [("EarlyStopping", {**shared, **stopping}), ("ReduceLROnPlateau", {**shared, **plateau})]


def main():
    histories = make_histories()
    rng = random.Random(SEED)
    configurations = CHOSEN + [drawn for _ in range(40) for drawn in draw(rng.choice)]
    model = make_model()
    runs = [
        {"kind": kind, "options": options, "did": [replay(model, kind, options, logs) for logs in histories]}
        for kind, options in configurations
    ]
    without_nan = [bend(logs, lambda _epoch, value: None if math.isnan(value) else value) for logs in histories]
    text = json.dumps({"histories": without_nan, "runs": runs}, separators=(",", ":"), allow_nan=False)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "callbacks.json").write_text(text + "\n")
    versions = {"keras": keras.__version__, "numpy": np.__version__}
    update_manifest(FOLDER, "callbacks.json", "tools/golden/callbacks.py", versions, SEED)


def update_manifest(folder, name, generator, versions, seed):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text()) if path.exists() else {}
    manifest[name] = {
        "generator": generator,
        "versions": {"python": platform.python_version(), **versions},
        "seed": seed,
        "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
    }
    path.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
