"""Golden outputs and gradients of attentive statistics pooling: packages/models/test/golden/attentiveStatisticsPooling.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    python tools/golden/attentive_pooling.py

The formula of Okabe et al. 2018 (and, per channel, of ECAPA-TDNN) in PyTorch's float64 with autograd. Inputs, weights and
the gradient of the output are sines of their index (`sines`), so that the file holds results only.
"""

import hashlib
import json
import platform
from pathlib import Path

import numpy as np
import torch

FOLDER = Path("packages/models/test/golden")
BATCH, TIME, CHANNELS, UNITS = 3, 7, 5, 4
EPSILON = 1e-6


def sines(shape, key, scale):
    """scale * sin(1.7 index + key), in float64, then rounded to float32."""
    size = int(np.prod(shape))
    return torch.tensor((scale * np.sin(1.7 * np.arange(size) + key)).astype("float32").reshape(shape)).double()


def digits(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().numpy().ravel()]


def run(per_channel, deviation):
    width = CHANNELS if per_channel else 1
    x = sines((BATCH, TIME, CHANNELS), 1, 2.0).requires_grad_()
    kernel = sines((CHANNELS, UNITS), 10, 0.6).requires_grad_()
    bias = sines((UNITS,), 11, 0.6).requires_grad_()
    attention = sines((UNITS, width), 12, 1.5).requires_grad_()
    weights = torch.softmax(torch.tanh(x @ kernel + bias) @ attention, dim=1)
    mean = (weights * x).sum(1)
    # The second moment less the mean's square, as the papers write it: another arithmetic than the layer's.
    variance = (weights * x**2).sum(1) - mean**2
    y = torch.cat([mean, variance.clamp(min=EPSILON).sqrt()], 1) if deviation else mean
    dy = sines(tuple(y.shape), 2, 1.0)
    gradients = torch.autograd.grad((y * dy).sum(), [x, kernel, bias, attention])
    return {
        "perChannel": per_channel,
        "deviation": deviation,
        "y": digits(y),
        "gradients": [digits(gradient) for gradient in gradients],
    }


def main():
    runs = [run(per_channel, deviation) for per_channel in [False, True] for deviation in [True, False]]
    data = {"batch": BATCH, "time": TIME, "channels": CHANNELS, "units": UNITS, "epsilon": EPSILON, "runs": runs}
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "attentiveStatisticsPooling.json"
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n")
    manifest_path = FOLDER / "manifest.json"
    manifest = json.loads(manifest_path.read_text()) if manifest_path.exists() else {}
    manifest[path.name] = {
        "generator": "tools/golden/attentive_pooling.py",
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__.split("+")[0],
            "numpy": np.__version__,
        },
        "seed": None,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    manifest_path.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
