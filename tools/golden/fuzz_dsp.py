"""Compares stft, istft, trim and split of @ser/dsp with librosa on random signals and options; nothing is kept:

    python tools/golden/fuzz_dsp.py [SEED] [CASES]     with librosa 0.11

Runs fuzzDsp.ts over the cases, which prints what differs, what only one of the two refuses, and the largest differences.
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import warnings

import librosa
import numpy as np

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
WINDOWS = ["hann", "hamming", "blackman", "bartlett", "boxcar", "triang", "parzen", "nuttall", "flattop", "cosine", "bohman", "barthann",
           "lanczos", "taylor", ["kaiser", 6.5], ["tukey", 0.3], ["gaussian", 20.0]]
PAD_MODES = ["constant", "edge", "reflect", "symmetric", "linear_ramp", "wrap", "mean"]


def b64(values):
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()


def outcome(run):
    """What a function gives, or that it refuses."""
    try:
        return run()
    except Exception as error:  # librosa, scipy and numpy raise by many classes
        return {"error": str(error)[:120]}


def transform(rng):
    n_fft = int(rng.choice([2, 3, 5, 16, 30, 64, 100, 255, 256, 400, 441, 511, 512, 700, 1024, rng.integers(2, 1500)]))
    window = WINDOWS[rng.integers(len(WINDOWS))]
    spec = tuple(window) if isinstance(window, list) else window
    y = rng.uniform(-1, 1, int(rng.choice([1, 2, 3, 10, 500, 1000, rng.integers(1, 4000)]))).astype(np.float32)
    frames = {"n_fft": n_fft, "hop_length": int(rng.integers(1, max(2, int(1.3 * n_fft)))), "center": bool(rng.random() < 0.75),
              "win_length": int(rng.integers(1, n_fft + 1)) if rng.random() < 0.4 else n_fft}
    mode = str(rng.choice(PAD_MODES))
    if mode == "reflect" and frames["hop_length"] >= n_fft / 2 and len(y) % frames["hop_length"] == 0:
        # librosa pads only the frames at the end, and these are too short here: not what numpy.pad gives for the whole signal.
        mode = "symmetric"

    def run():
        spectrum = librosa.stft(y, window=spec, pad_mode=mode, **frames)
        back = outcome(lambda: {"y": b64(librosa.istft(spectrum, window=spec, **frames))})
        return {"rows": spectrum.shape[1], "cols": spectrum.shape[0], "re": b64(spectrum.T.real), "im": b64(spectrum.T.imag), "back": back}

    return {"kind": "stft", "samples": b64(y), "options": {**frames, "window": window, "pad_mode": mode}, "expected": outcome(run)}


def silence(rng):
    y = rng.uniform(-1, 1, int(rng.integers(1, 20000)))
    y *= np.where(rng.random(len(y) // 500 + 1) < 0.4, 1e-4, 1)[np.arange(len(y)) // 500]
    y = y.astype(np.float32)
    options = {"top_db": float(rng.uniform(5, 90)), "frame_length": int(rng.integers(1, 3000)), "hop_length": int(rng.integers(1, 1000))}
    return {"kind": "trim", "samples": b64(y), "options": options, "expected": outcome(lambda: {
        "trim": librosa.effects.trim(y, **options)[1].tolist(), "split": librosa.effects.split(y, **options).tolist()})}


def main(seed=1, count=300):
    rng = np.random.default_rng(seed)
    cases = [silence(rng) if i % 5 == 4 else transform(rng) for i in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "cases.json")
        with open(path, "w") as f:
            json.dump(cases, f)
        subprocess.run(["node", "--conditions=@ser/source", "--import", "tsx", os.path.join(HERE, "fuzzDsp.ts"), path],
                       cwd=os.path.join(HERE, "..", ".."), check=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
