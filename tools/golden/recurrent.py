"""Golden outputs and gradients of Keras' LSTM and GRU: packages/backend-simd/test/golden/recurrent.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/recurrent.py

Inputs, weights and the gradient of the output are sines of their index (`sines`), so that the file holds results only.
"""

import hashlib
import json
import os
import platform
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

FOLDER = Path("packages/backend-simd/test/golden")
BATCH, TIME, D, U = 9, 6, 5, 7


def sines(shape, key, scale):
    """scale * sin(1.7 index + key), in float64, then rounded to float32."""
    size = int(np.prod(shape))
    return (scale * np.sin(1.7 * np.arange(size) + key)).astype("float32").reshape(shape)


def digits(tensor):
    return [float(f"{value:.9g}") for value in np.asarray(tensor.detach()).ravel()]


def run(cell, bidirectional, reset_after):
    options = {"units": U, "return_sequences": True}
    layer = keras.layers.LSTM(**options) if cell == "lstm" else keras.layers.GRU(reset_after=reset_after, **options)
    if bidirectional:
        layer = keras.layers.Bidirectional(layer, merge_mode="concat")
    layer.build((BATCH, TIME, D))
    layer.set_weights([sines(w.shape, 10 + i, 0.6) for i, w in enumerate(layer.weights)])
    x = torch.tensor(sines((BATCH, TIME, D), 1, 1.0), requires_grad=True)
    y = layer(x)
    dy = torch.tensor(sines(tuple(y.shape), 2, 1.0))
    variables = [w.value for w in layer.trainable_weights]
    gradients = torch.autograd.grad((y * dy).sum(), [x, *variables])
    return {
        "cell": "lstm" if cell == "lstm" else "gruAfter" if reset_after else "gruBefore",
        "directions": 2 if bidirectional else 1,
        "weightShapes": [list(w.shape) for w in layer.weights],
        "h": digits(y),
        "gradients": [digits(g) for g in gradients],
    }


def main():
    runs = [
        run(cell, bidirectional, reset_after)
        for cell, reset_after in [("lstm", True), ("gru", True), ("gru", False)]
        for bidirectional in [False, True]
    ]
    data = {"batch": BATCH, "time": TIME, "d": D, "u": U, "runs": runs}
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "recurrent.json"
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n")
    manifest_path = FOLDER / "manifest.json"
    manifest = json.loads(manifest_path.read_text()) if manifest_path.exists() else {}
    manifest["recurrent.json"] = {
        "generator": "tools/golden/recurrent.py",
        "versions": {
            "python": platform.python_version(),
            "keras": keras.__version__,
            "torch": torch.__version__.split("+")[0],
            "numpy": np.__version__,
        },
        "seed": None,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    manifest_path.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
