"""What both Python peers share: made-up clips as in programs/clips.ts, timing, and the line that is printed."""
import json
import time

import numpy as np

BATCH = 64
DATA_BATCHES = 8
SHAPES = {"cnn4": (224, 20, 1), "lstm": (162, 1), "cnnLstm4": (162, 1), "cnnLstm5": (162, 1)}
CLASSES = {"cnn4": 8, "lstm": 7, "cnnLstm4": 7, "cnnLstm5": 7}
BLOCKS = {"lstm": 0, "cnnLstm4": 4, "cnnLstm5": 5}


def clips(network, rows):
    shape = SHAPES[network]
    i = np.arange(rows * int(np.prod(shape)), dtype=np.float64)
    x = (np.sin(i * 0.37) + np.sin(i * 0.011)).astype(np.float32).reshape(rows, *shape)
    return x, np.arange(rows, dtype=np.int64) % CLASSES[network]


def repeated(action, warmup, repeats):
    """Milliseconds of each call after the warm-up; `action` gets the number of the call."""
    times = []
    for i in range(warmup + repeats):
        began = time.perf_counter()
        action(i)
        if i >= warmup:
            times.append((time.perf_counter() - began) * 1000)
    return times


def peak_bytes():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    raise RuntimeError("/proc/self/status has no VmHWM")


def report(values, note=None):
    outcome = {"values": [float(value) for value in values], "peakBytes": peak_bytes()}
    if note:
        outcome["note"] = note
    print(json.dumps(outcome))
