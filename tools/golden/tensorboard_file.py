"""A golden event file, written by TensorBoard's own writer: packages/train/test/golden/tensorboard.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/tensorboard_file.py
"""

import base64
import io
import json

from callbacks import FOLDER, update_manifest
from tensorboard import version
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

# Seconds since 1970, step, tag, figure.
SCALARS = [
    [1700000000.5, 0, "epoch_loss", 1.9459101],
    [1700000001.25, 1, "epoch_loss", 0.0],
    [1700000002.0, 127, "epoch_accuracy", 1.0],
    [1700000002.0, 128, "epoch_learning_rate", 1e-7],
    [1700000003.0, 20000, "batch_loss", -2.5e30],
    [1700000004.0, 2**40 + 1, "t" * 200, 0.1],
]


def main():
    file = io.BytesIO()
    writer = RecordWriter(file)
    writer.write(Event(wall_time=SCALARS[0][0], file_version="brain.Event:2").SerializeToString())
    for wall_time, step, tag, value in SCALARS:
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
        writer.write(Event(wall_time=wall_time, step=step, summary=summary).SerializeToString())
    golden = {"scalars": SCALARS, "base64": base64.b64encode(file.getvalue()).decode()}
    (FOLDER / "tensorboard.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    versions = {"tensorboard": version.VERSION}
    update_manifest(FOLDER, "tensorboard.json", "tools/golden/tensorboard_file.py", versions, 0)


if __name__ == "__main__":
    main()
