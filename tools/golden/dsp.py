"""Golden files of @ser/dsp, with librosa 0.8.1 and resampy 0.2.2 (requirements-librosa081.txt).

    python tools/golden/dsp.py CORPUS_DIR

CORPUS_DIR is RAVDESS as in its README (as-distributed/*.wav). Of real clips only a few hundred sparse samples are
written, picked by seed: no audio.
"""
import base64
import hashlib
import json
import os
import platform
import sys
import warnings

import librosa
import numpy as np
import resampy
import scipy
import scipy.signal

from signals import SAMPLE_RATE, synthetic

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "dsp", "test", "golden")
SEED = 6
PITCH_RATE = 2.0 ** (-0.7 / 12)
rng = np.random.default_rng(SEED)


def b64(values, dtype):
    return base64.b64encode(np.ascontiguousarray(values, dtype=dtype).tobytes()).decode()


def sparse(values, count=300):
    """`count` positions of a flat array, its ends among them, and what stands there."""
    flat = np.ravel(values)
    inner = rng.choice(len(flat), min(count, len(flat)), replace=False)
    index = np.unique(np.concatenate(([0, 1, len(flat) - 2, len(flat) - 1], inner)))
    out = {"length": len(flat), "index": index.tolist()}
    if np.iscomplexobj(flat):
        return {**out, "re": b64(flat[index].real, "<f4"), "im": b64(flat[index].imag, "<f4")}
    return {**out, "values": b64(flat[index], "<f4"), "sumOfSquares": float(np.sum(flat.astype(np.float64) ** 2))}


def resample_golden(y, source, target):
    return {"from": float(source), "to": float(target), **sparse(librosa.resample(y, source, target))}


def main():
    corpus = sys.argv[1]
    vowel = synthetic("vowel")
    ratios = [(48000, 22050), (44100, 22050), (SAMPLE_RATE / PITCH_RATE, SAMPLE_RATE), (16000, 22050), (22050, 48000),
              (22050, 8000.5)]
    table, precision, rolloff = resampy.filters.load_filter("kaiser_best")
    positions = np.unique(np.concatenate((np.arange(5), rng.choice(len(table), 200), [len(table) - 2, len(table) - 1])))

    spectra = []
    for name, options in [
        ("vowel", dict(pad_mode="reflect")),
        ("vowel", dict(pad_mode="constant")),
        ("vowel", dict(pad_mode="edge", n_fft=512, hop_length=256, win_length=400, window="hamming")),
        ("vowel", dict(center=False, n_fft=1000, hop_length=300, window="blackman")),
        ("short", dict(pad_mode="reflect", n_fft=2048)),
        ("burst", dict(pad_mode="constant", n_fft=1024, hop_length=441)),
    ]:
        spectrum = librosa.stft(synthetic(name), **options)
        changed = (spectrum * (1 + 0.5 * np.cos(np.arange(len(spectrum))))[:, None]).astype(np.complex64)
        inverse = {k: v for k, v in options.items() if k not in ("n_fft", "pad_mode")}
        free = librosa.istft(changed, **inverse)
        fixed = librosa.istft(changed, length=7001, **inverse)
        spectra.append({"signal": name, "options": options, "frames": spectrum.shape[1], "bins": spectrum.shape[0],
                        "largest": float(np.abs(spectrum).max()), "stft": sparse(spectrum.T),
                        "istft": sparse(free, 100), "istft7001": sparse(fixed, 100)})

    clips = []
    for path in sorted(os.listdir(os.path.join(corpus, "as-distributed"))):
        if not path.endswith(".wav"):
            continue
        y, sr = librosa.load(os.path.join(corpus, "as-distributed", path), sr=None)
        at_rate = librosa.resample(y, sr, SAMPLE_RATE)
        clips.append({"file": path, "peak": float(np.abs(at_rate).max()), "load": resample_golden(y, sr, SAMPLE_RATE),
                      "pitch": resample_golden(y, SAMPLE_RATE / PITCH_RATE, SAMPLE_RATE)})

    data = {"kaiserBest": {"length": len(table), "index": positions.tolist(), "values": b64(table[positions], "<f8"),
                           "rolloff": float(rolloff), "precision": int(precision)},
            "windows": {n: b64(scipy.signal.get_window("boxcar" if n == "rectangular" else n, 25), "<f8")
                        for n in ("hann", "hamming", "blackman", "rectangular")},
            "resample": [resample_golden(vowel, a, b) for a, b in ratios], "spectra": spectra, "clips": clips}
    os.makedirs(OUT, exist_ok=True)
    text = json.dumps(data, separators=(",", ":")) + "\n"
    with open(os.path.join(OUT, "dsp.json"), "w") as f:
        f.write(text)
    manifest = {"generator": "tools/golden/dsp.py", "seed": SEED, "python": platform.python_version(),
                "librosa": librosa.__version__, "resampy": resampy.__version__, "numpy": np.__version__,
                "scipy": scipy.__version__, "sha256": {"dsp.json": hashlib.sha256(text.encode()).hexdigest()}}
    with open(os.path.join(OUT, "manifest.json"), "w") as f:
        json.dump(manifest, f, indent=2)
        f.write("\n")


main()
