"""Golden loss curves of Keras: packages/train/test/golden/lossCurves.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/lossCurves.py

Tiny versions of the three networks take 20 steps, four batches again and again, without dropout, once for each option of
loss and optimizer. Weights and rows come from a linear congruential generator (`draws`), which
packages/train/test/support/drawnNetworks.ts has as well, so that the file holds results only.
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from keras import layers  # noqa: E402

from callbacks import FOLDER, update_manifest  # noqa: E402

# The rounding in the comparison is then that of our float32 alone; Keras' own float32 losses differ by up to 2e-5.
keras.config.set_floatx("float64")
CLASSES, BATCH, BATCHES, STEPS, HELD = 3, 12, 4, 20, 18
# Larger ones make float32 and float64 part within the 20 steps.
RATE = {"cnn2d": 0.01, "lstm": 0.02, "cnnLstm": 0.002}
CLASS_WEIGHTS = {0: 0.5, 1: 2.0, 2: 1.25}
SMOOTHING = 0.3
# How far the labels lie apart; images have so many values that less does.
SHIFT = {"cnn2d": 0.2, "lstm": 0.75, "cnnLstm": 0.75}

NETWORKS = {
    "cnn2d": [
        keras.Input((12, 8, 1)),
        lambda: layers.Conv2D(3, 3, padding="same", activation="relu"),
        lambda: layers.MaxPooling2D(2),
        lambda: layers.Conv2D(4, 3, padding="same", activation="relu"),
        lambda: layers.MaxPooling2D(2),
        lambda: layers.Flatten(),
        lambda: layers.Dense(8, activation="relu"),
    ],
    "lstm": [
        keras.Input((6, 2)),
        lambda: layers.LSTM(5, return_sequences=True),
        lambda: layers.LSTM(4),
        lambda: layers.Dense(8, activation="relu"),
    ],
    "cnnLstm": [
        keras.Input((10, 1)),
        lambda: layers.Conv1D(256, 5, padding="same", activation="relu"),
        lambda: layers.MaxPooling1D(5, strides=2, padding="same"),
        lambda: layers.Conv1D(256, 5, padding="same", activation="relu"),
        lambda: layers.MaxPooling1D(5, strides=2, padding="same"),
        lambda: layers.LSTM(5, return_sequences=True),
        lambda: layers.LSTM(4),
        lambda: layers.Dense(8, activation="relu"),
    ],
}

# name: (optimizer, its options, class weights, share of the label that all classes get)
VARIANTS = {
    "adam": ("Adam", {}, None, 0),
    "adamW": ("AdamW", {"weight_decay": 0.5}, None, 0),
    "clipNorm": ("Adam", {"clipnorm": 0.02}, None, 0),
    "globalClipNorm": ("Adam", {"global_clipnorm": 0.05}, None, 0),
    "clipValue": ("Adam", {"clipvalue": 0.004}, None, 0),
    "classWeights": ("Adam", {}, CLASS_WEIGHTS, 0),
    "softLabels": ("Adam", {}, None, SMOOTHING),
    "cosineDecay": ("Adam", {"cosine_decay": 16}, None, 0),
    "ema": ("Adam", {"use_ema": True, "ema_momentum": 0.9}, None, 0),
    "everything": ("AdamW", {"weight_decay": 0.1, "global_clipnorm": 0.1, "use_ema": True, "ema_momentum": 0.8}, CLASS_WEIGHTS, 0),
}


def draws(seed, size):
    """-1 to 1, uniform; the first ten, in which neighbouring seeds are alike, are left out."""
    state, values = seed, np.empty(size)
    for i in range(-10, size):
        state = (1664525 * state + 1013904223) % 2**32
        if i >= 0:
            values[i] = state / 2**31 - 1
    return values


def rows(network, count, seed):
    """Values in -1 to 1, of which each label but the middle one has all shifted."""
    shape = NETWORKS[network][0].shape[1:]
    size = int(np.prod(shape))
    x = draws(seed, count * size).reshape(count, size)
    y = np.arange(count) % CLASSES
    x += SHIFT[network] * (y[:, None] - 1)
    return x.astype("float32").reshape(count, *shape), y


def drawn(shape, seed):
    """Glorot-uniform kernels, small biases."""
    fan_in, fan_out = int(np.prod(shape[:-1])), int(np.prod(shape[:-2])) * shape[-1]
    scale = 0.1 if len(shape) == 1 else np.sqrt(6 / (fan_in + fan_out))
    return (scale * draws(seed, int(np.prod(shape)))).astype("float32").reshape(shape)


def train(network, variant):
    optimizer, options, class_weights, smoothing = VARIANTS[variant]
    inputs, *makers = NETWORKS[network]
    model = keras.Sequential([inputs, *(make() for make in makers), layers.Dense(CLASSES)])
    model.set_weights([drawn(weight.shape, 100 + i) for i, weight in enumerate(model.weights)])
    rate = RATE[network]
    if "cosine_decay" in options:
        rate = keras.optimizers.schedules.CosineDecay(2 * rate, options["cosine_decay"], alpha=0.1)
        options = {}
    model.compile(
        getattr(keras.optimizers, optimizer)(learning_rate=rate, **options),
        keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    x, y = rows(network, BATCH * BATCHES, 1)
    truth = (1 - smoothing) * np.eye(CLASSES)[y] + smoothing / CLASSES
    losses = []
    for step in range(STEPS):
        batch = slice(step % BATCHES * BATCH, (step % BATCHES + 1) * BATCH)
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x[batch], truth[batch], class_weight=class_weights)))
    # Puts the moving average in the weights' place where there is one, as `fit` does at its end.
    model.optimizer.finalize_variable_values(model.trainable_variables)
    x, y = rows(network, HELD, 2)
    held = float(model.evaluate(x, np.eye(CLASSES)[y], batch_size=HELD, verbose=0))
    return {"network": network, "variant": variant, "losses": losses, "held": held}


def check_bites(runs):
    """Every option must change the numbers by far more than the test's tolerance, or the test would not see it ignored."""
    plain = {run["network"]: run for run in runs if run["variant"] == "adam"}
    for run in runs:
        if run["variant"] == "adam":
            continue
        numbers, others = ([*one["losses"], one["held"]] for one in (run, plain[run["network"]]))
        change = max(abs(a / b - 1) for a, b in zip(numbers, others))
        print(f"{run['network']:8} {run['variant']:15} {change:.1e} from plain Adam; held {run['held']:.4f}")
        if change < 5e-3:
            raise ValueError(f"{run['network']}, {run['variant']}: changes only {change}")


def main():
    runs = [train(network, variant) for network in NETWORKS for variant in VARIANTS]
    check_bites(runs)
    for run in runs:
        run["losses"] = [float(f"{loss:.8g}") for loss in run["losses"]]
        run["held"] = float(f"{run['held']:.8g}")
    (FOLDER / "lossCurves.json").write_text(json.dumps(runs, separators=(",", ":")) + "\n")
    versions = {"keras": keras.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
    update_manifest(FOLDER, "lossCurves.json", "tools/golden/lossCurves.py", versions, 1)


if __name__ == "__main__":
    main()
