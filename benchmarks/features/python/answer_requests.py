"""Answers requests as programs/answerRequests.ts does, for calculators in Python."""
import base64
import json
import sys
import time
from importlib.metadata import PackageNotFoundError, version

import numpy as np


def installed(name):
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def encoded(array):
    # Frames first, as ours has them.
    return base64.b64encode(np.ascontiguousarray(array.T, dtype=np.float32).tobytes()).decode()


def arrays_in(result):
    if isinstance(result, list):
        return result
    return [result.real, result.imag] if np.iscomplexobj(result) else [result]


def times_of(run, ms):
    times, processor = [], 0
    before = time.process_time()
    while processor < ms:
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
        processor = (time.process_time() - before) * 1000
    return {"times": times, "processor": processor / len(times)}


def answer(request, calculation):
    try:
        if "check" in request:
            return {"arrays": [encoded(array) for array in arrays_in(calculation(request["check"])())]}
        return {"timed": times_of(calculation(request["time"]), request["ms"])}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def answer_requests(title, calculation):
    """`calculation` gives what computes a name."""
    print(json.dumps({"title": title}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), calculation)), flush=True)
