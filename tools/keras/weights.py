"""Weights between Keras 3 and @ser/models, as one safetensors file (packages/models/docs/keras-weights.md):

    python weights.py export MODEL.keras WEIGHTS.safetensors
    python weights.py import WEIGHTS.safetensors MODEL.keras OUT.keras
"""

import hashlib, json, struct, sys  # noqa: E401

import keras
import numpy as np


def named(model, prefix=""):
    """Yields (layer, class, {weight: variable}) of each layer with weights, in order, nested models included."""
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from named(layer, f"{prefix}{layer.name}/")
        elif layer.weights:
            two = hasattr(layer, "forward_layer")
            parts = {"forward/": layer.forward_layer, "backward/": layer.backward_layer} if two else {"": layer}
            inner = getattr(layer, "forward_layer", layer)
            kind = type(inner).__name__ + " reset_after" * bool(getattr(inner, "reset_after", False))
            weights = {side + w.name: w for side, part in parts.items() for w in part.weights}
            yield prefix + layer.name, f"{type(layer).__name__}({kind})" if two else kind, weights


def export_weights(model, path):
    header, data = {}, b""
    for layer, _, weights in named(model):
        for weight, variable in weights.items():
            value = np.asarray(keras.ops.convert_to_numpy(variable), "<f4")
            place = [len(data), len(data) + value.nbytes]
            header[f"{layer}/{weight}"] = {"dtype": "F32", "shape": value.shape, "data_offsets": place}
            data += value.tobytes()
    layers = json.dumps([[layer, kind] for layer, kind, _ in named(model)])
    meta = {"format": "keras-weights-1", "writer": f"keras {keras.__version__}", "layers": layers}
    text = json.dumps({"__metadata__": {**meta, "sha256": hashlib.sha256(data).hexdigest()}, **header}).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def import_weights(model, path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    meta = header.pop("__metadata__")
    if meta["format"] != "keras-weights-1" or meta["sha256"] != hashlib.sha256(data).hexdigest():
        raise ValueError(f"{path} is damaged, or no file of weights")
    listed, here = json.loads(meta["layers"]), list(named(model))
    if {layer for layer, _ in listed} == {layer for layer, *_ in here}:  # matched by name, else by order
        listed = [[layer, dict(listed)[layer]] for layer, *_ in here]
    if [kind for _, kind in listed] != [kind for _, kind, _ in here]:
        raise ValueError(f"{path} is of the layers {listed}, the model of {[[layer, kind] for layer, kind, _ in here]}")
    wanted = {f"{layer}/{w}": v for (layer, _), (*_, weights) in zip(listed, here) for w, v in weights.items()}
    if wanted.keys() != header.keys():
        raise ValueError(f"only in the file or only in the model: {sorted(wanted.keys() ^ header.keys())}")
    for name, variable in wanted.items():
        begin, end = header[name]["data_offsets"]
        variable.assign(np.frombuffer(data[begin:end], "<f4").reshape(header[name]["shape"]))


if __name__ == "__main__":
    command, first, second, *out = sys.argv[1:]
    if command == "export":
        export_weights(keras.saving.load_model(first), second)
    elif command == "import":
        trained = keras.saving.load_model(second)
        import_weights(trained, first)
        trained.save(out[0])
    else:
        sys.exit(__doc__)
