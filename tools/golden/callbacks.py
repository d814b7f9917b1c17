"""Golden decisions of Keras' callbacks: packages/train/test/golden/callbacks.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/callbacks.py

Metric histories are recorded from real `model.fit` runs; each callback configuration then sees each history, and what
it did (stop, learning rate, save) is written down epoch by epoch.
"""

import hashlib
import json
import os
import platform
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy as np  # noqa: E402

SEED = 11
FOLDER = Path("packages/train/test/golden")
METRICS = ["loss", "accuracy", "val_loss", "val_accuracy"]


def record(seed, learning_rate, epochs):
    """The logs of a small noisy classification, as Keras reports them."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(80, 6)).astype("float32")
    y = (x[:, 0] + rng.normal(scale=1.0, size=80) > 0).astype("int32")
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(2, "softmax")])
    model.compile(keras.optimizers.Adam(learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x[:60], y[:60], validation_data=(x[60:], y[60:]), epochs=epochs, batch_size=16, verbose=0)
    return {name: [float(value) for value in history.history[name]] for name in METRICS}


def replay(kind, options, logs):
    """What a callback did in each epoch."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax")])
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.train_on_batch(np.zeros((1, 2)), np.zeros(1))
    saved = []
    if kind == "ModelCheckpoint":
        options = {**options, "filepath": "unused.weights.h5", "save_weights_only": True}
        model.save_weights = lambda *_args, **_kwargs: saved.append(True)
    callback = getattr(keras.callbacks, kind)(**options)
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    steps = []
    for epoch in range(len(logs["loss"])):
        saved.clear()
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {name: logs[name][epoch] for name in METRICS})
        steps.append([bool(model.stop_training), float(np.asarray(model.optimizer.learning_rate.numpy())), bool(saved)])
        if model.stop_training:
            break
    return steps


CONFIGURATIONS = [
    ("EarlyStopping", {"monitor": "accuracy", "mode": "max", "patience": 6}),
    ("EarlyStopping", {"monitor": "val_loss", "mode": "min", "patience": 6}),
    ("EarlyStopping", {"monitor": "val_accuracy", "mode": "max", "patience": 6}),
    ("EarlyStopping", {"monitor": "val_loss"}),
    ("EarlyStopping", {"monitor": "val_accuracy", "patience": 3, "min_delta": 0.02}),
    ("EarlyStopping", {"monitor": "loss", "patience": 4, "baseline": 0.65}),
    ("EarlyStopping", {"monitor": "val_loss", "patience": 2, "start_from_epoch": 9}),
    ("ReduceLROnPlateau", {"monitor": "loss", "factor": 0.4, "patience": 3, "min_lr": 1e-7}),
    ("ReduceLROnPlateau", {"monitor": "accuracy", "mode": "max", "factor": 0.1, "patience": 6}),
    ("ReduceLROnPlateau", {"monitor": "val_loss", "mode": "min", "factor": 0.1, "patience": 6}),
    ("ReduceLROnPlateau", {"monitor": "val_accuracy", "mode": "max", "factor": 0.1, "patience": 6}),
    ("ReduceLROnPlateau", {"monitor": "val_loss", "factor": 0.5, "patience": 1, "cooldown": 3}),
    ("ReduceLROnPlateau", {"monitor": "val_loss", "factor": 0.3, "patience": 2, "min_delta": 0.01, "min_lr": 2e-5}),
    ("ReduceLROnPlateau", {"monitor": "val_accuracy", "factor": 0.2, "patience": 0, "min_lr": 1e-5, "cooldown": 1}),
    ("ModelCheckpoint", {"monitor": "accuracy", "mode": "max", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "val_loss", "save_best_only": True}),
    ("ModelCheckpoint", {"monitor": "val_accuracy", "save_best_only": True, "initial_value_threshold": 0.7}),
    ("ModelCheckpoint", {"monitor": "val_loss", "save_best_only": False}),
]


def main():
    histories = [record(SEED, 1e-2, 40), record(SEED + 1, 5e-2, 40), record(SEED + 2, 1e-3, 40)]
    runs = [
        {"kind": kind, "options": options, "history": index, "steps": replay(kind, options, logs)}
        for index, logs in enumerate(histories)
        for kind, options in CONFIGURATIONS
    ]
    text = json.dumps({"histories": histories, "runs": runs}, separators=(",", ":"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "callbacks.json").write_text(text + "\n")
    update_manifest(FOLDER, "callbacks.json", "tools/golden/callbacks.py", {"keras": keras.__version__, "numpy": np.__version__}, SEED)


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
