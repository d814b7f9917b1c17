"""Golden weights and outputs of Keras: packages/models/test/golden/keras/.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/keras_weights.py
    KERAS_BACKEND=torch python tools/golden/keras_weights.py check FOLDER

The first writes a file of weights for each network (tools/keras/weights.py) and `networks.json` with their outputs. The
second is what the test with real Keras runs: it takes FOLDER/NAME.safetensors, written by @ser/models, into each network,
draws others and writes them to FOLDER/NAME.keras.safetensors, and the outputs of both to FOLDER/outputs.json.
Inputs are a formula (`inputs`), so that they need no file.
"""

import hashlib
import json
import os
import platform
import runpy
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import Input, Sequential, layers  # noqa: E402

SCRIPT = Path(__file__).parents[1] / "keras" / "weights.py"
sys.path.insert(0, str(SCRIPT.parent))

from weights import export_weights, import_weights  # noqa: E402

FOLDER = Path("packages/models/test/golden/keras")
SEED = 11
BATCH = 4


def cnn2d():
    return Sequential(
        [
            Input((16, 12, 1)),
            layers.Conv2D(4, 3, padding="same", activation="relu", name="conv1"),
            layers.MaxPooling2D(2),
            layers.Conv2D(6, 3, padding="same", activation="relu", name="conv2"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(8, activation="relu", name="dense"),
            layers.Dense(3, name="logits"),
            layers.Softmax(),
        ]
    )


def lstm():
    return Sequential(
        [
            Input((20, 2)),
            layers.LSTM(6, return_sequences=True, name="lstm1"),
            layers.LSTM(5, name="lstm2"),
            layers.Dense(4, activation="relu", name="dense"),
            layers.Dropout(0.2),
            layers.Dense(3, name="logits"),
            layers.Softmax(),
        ]
    )


def cnn_lstm():
    return Sequential(
        [
            Input((24, 3)),
            layers.Conv1D(5, 5, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling1D(5, 2, padding="same"),
            layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.GRU(5, reset_after=False),
            layers.Dense(3),
            layers.Softmax(),
        ]
    )


def separable():
    return Sequential(
        [
            Input((10, 9, 2)),
            layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="relu"),
            layers.SeparableConv2D(4, 3, depth_multiplier=2),
            layers.BatchNormalization(scale=False),
            layers.LayerNormalization(),
            layers.GlobalAveragePooling2D(),
            layers.Dense(3, use_bias=False),
        ]
    )


def tokens():
    head = [layers.Bidirectional(layers.GRU(3, reset_after=False), merge_mode="sum"), layers.Dense(3)]
    return Sequential(
        [
            Input((7,), dtype="int32"),
            layers.Embedding(11, 4),
            layers.SimpleRNN(5, return_sequences=True),
            Sequential([Input((7, 5)), *head]),
            layers.Softmax(),
        ]
    )


NETWORKS = {"cnn2d": cnn2d, "lstm": lstm, "cnnLstm": cnn_lstm, "separable": separable, "tokens": tokens}


def inputs(model):
    """2 sin(0.1 index^2), or index^2 modulo 11 for tokens."""
    shape = (BATCH, *model.input_shape[1:])
    index = np.arange(int(np.prod(shape)))
    if "int" in str(model.inputs[0].dtype):
        return (index * index % 11).astype("int32").reshape(shape)
    return (2 * np.sin(0.1 * index * index)).astype("float32").reshape(shape)


def draw(model, rng):
    """Weights that are far from any initial value; variances are positive."""
    for variable in model.weights:
        fan_in = np.prod(variable.shape[:-1]) if len(variable.shape) > 1 else 4
        values = rng.normal(scale=1.2 / np.sqrt(fan_in), size=variable.shape)
        variable.assign(np.abs(values) + 0.5 if variable.name == "moving_variance" else values)


def outputs(model):
    values = keras.ops.convert_to_numpy(model(inputs(model), training=False))
    return [float(f"{value:.9g}") for value in values.ravel()]


def build(name):
    keras.utils.clear_session()
    return NETWORKS[name]()


def write_goldens():
    FOLDER.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    networks = {}
    for name in NETWORKS:
        model = build(name)
        draw(model, rng)
        export_weights(model, FOLDER / f"{name}.safetensors")
        networks[name] = outputs(model)
        # A network whose units are all dead or saturated would say nothing about most weights.
        assert np.ptp(np.reshape(networks[name], (BATCH, -1)), axis=0).max() > 0.02, networks[name]
    (FOLDER / "networks.json").write_text(json.dumps(networks, separators=(",", ":")) + "\n")
    entry = {
        "generator": "tools/golden/keras_weights.py",
        "versions": {"python": platform.python_version(), "keras": keras.__version__, "numpy": np.__version__},
        "backend": keras.backend.backend(),
        "seed": SEED,
    }
    files = [*(f"{name}.safetensors" for name in NETWORKS), "networks.json"]
    manifest = {f: {**entry, "sha256": hashlib.sha256((FOLDER / f).read_bytes()).hexdigest()} for f in files}
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


def check(folder):
    rng = np.random.default_rng(SEED + 1)
    results = {}
    for name in NETWORKS:
        model = build(name)
        import_weights(model, folder / f"{name}.safetensors")
        imported = outputs(model)
        check_commands(model, folder / f"{name}.safetensors")
        draw(model, rng)
        export_weights(model, folder / f"{name}.keras.safetensors")
        results[name] = {"imported": imported, "exported": outputs(model)}
    versions = {"keras": keras.__version__, "backend": keras.backend.backend()}
    (folder / "outputs.json").write_text(json.dumps({"versions": versions, "networks": results}))


def check_commands(model, path):
    """Both commands of the script on a saved model give what its functions give."""
    with tempfile.TemporaryDirectory() as folder:
        plain, out, again = Path(folder) / "plain.keras", Path(folder) / "out.keras", Path(folder) / "again"
        keras.models.clone_model(model).save(plain)
        command("import", path, plain, out)
        command("export", out, again)
        other = keras.saving.load_model(out)
        assert all(np.array_equal(a, b) for a, b in zip(other.get_weights(), model.get_weights(), strict=True))
        import_weights(other, again)
        check_refusals(other, again.read_bytes(), Path(folder) / "bad")


def check_refusals(model, good, path):
    """A damaged file, and a file with a layer of another class, leave the model as it was."""
    before = model.get_weights()
    for bad in [good[:-1] + bytes([good[-1] ^ 1]), good.replace(b'"Dense\\"', b'"Danse\\"')]:
        path.write_bytes(bad)
        try:
            import_weights(model, path)
        except ValueError:
            assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
        else:
            raise AssertionError("a bad file was taken")


def command(*arguments):
    before = sys.argv
    sys.argv = [str(SCRIPT), *map(str, arguments)]
    try:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    finally:
        sys.argv = before


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(Path(sys.argv[2]))
    else:
        write_goldens()
