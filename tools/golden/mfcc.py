"""Golden files of @ser/mfcc.

    python tools/golden/mfcc.py CORPUS_DIR     with librosa 0.8.1: the report's recipe
    python tools/golden/mfcc.py CORPUS_DIR     with librosa 0.11.0: the functions with their own defaults

CORPUS_DIR is RAVDESS as in its README. No audio and no waveform is written.
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
import scipy
import scipy.fft

from signals import SAMPLE_RATE, synthetic

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "mfcc", "test", "golden")

# Stereo: the first five. Nearly silent: the next three (RMS 0.0009 to 0.0015).
CLIPS = """03-01-02-01-01-02-01 03-01-08-01-02-02-01 03-01-02-01-02-02-05 03-01-03-01-02-01-20 03-01-06-01-01-02-20
03-01-02-02-01-01-20 03-01-04-01-02-01-20 03-01-06-01-02-01-09 03-01-01-01-01-01-01 03-01-05-02-02-02-01
03-01-07-02-01-01-15 03-01-08-01-02-02-11 03-01-05-02-02-01-14""".split()


def path(corpus, clip):
    return os.path.join(corpus, "Actor_" + clip[-2:], clip + ".flac")


def matrix(values):
    """frames x coefficients, as our packages lay them out."""
    flat = np.ascontiguousarray(np.asarray(values).T, dtype="<f4")
    return {"rows": flat.shape[0], "cols": flat.shape[1], "data": base64.b64encode(flat.tobytes()).decode()}


def report(corpus):
    """Frames 0.5 s to 3.1 s of the clip at 22,050 Hz, as the report's MFCC image before its zero rows."""
    clips = []
    for clip in CLIPS[:6]:
        y, sr = librosa.load(path(corpus, clip), offset=0.5, duration=2.6)
        clips.append({"clip": clip, "mfcc": matrix(librosa.feature.mfcc(y, sr, n_mfcc=20, n_fft=512, hop_length=256))})
    vowel = synthetic("vowel")
    return {"clips": clips, "vowel": matrix(librosa.feature.mfcc(vowel, SAMPLE_RATE, n_fft=512, hop_length=256))}


def functions(corpus):
    clips = []
    for clip in CLIPS:
        y, sr = librosa.load(path(corpus, clip), sr=None, offset=0.5, duration=1.5)
        clips.append({"clip": clip, "mfcc": matrix(librosa.feature.mfcc(y=y, sr=sr, n_mfcc=13))})
    signals = {}
    for name in ("vowel", "burst", "tone", "short"):
        signals[name] = matrix(librosa.feature.mfcc(y=synthetic(name), sr=SAMPLE_RATE))
    y = synthetic("vowel")[:8192]
    variants = []
    for options in (
        dict(htk=True, n_mels=40, fmin=80.0, fmax=7600.0),
        dict(lifter=22, n_mfcc=13, n_mels=26, n_fft=512, hop_length=160, win_length=400, window="hamming"),
        dict(dct_type=3, n_mels=40), dict(dct_type=1, n_mels=40), dict(norm=None), dict(power=1.0),
        dict(center=False, n_fft=1000), dict(pad_mode="edge"),
    ):
        variants.append({"options": options, "mfcc": matrix(librosa.feature.mfcc(y=y, sr=SAMPLE_RATE, **options))})
    S = librosa.feature.melspectrogram(y=y, sr=SAMPLE_RATE, n_mels=40)
    banks = [{"options": o, "bank": matrix(librosa.filters.mel(**o).T)} for o in (
        dict(sr=16000, n_fft=256, n_mels=20), dict(sr=22050, n_fft=256, n_mels=24, htk=True, norm=None, fmin=60.0),
        dict(sr=22050, n_fft=128, n_mels=64, fmax=9000.0))]
    x = np.cos(np.arange(24).reshape(3, 8) ** 2)
    dcts = [{"type": t, "norm": n, "dct": matrix(scipy.fft.dct(x, type=t, norm=n, axis=-1).T)}
            for t in (1, 2, 3) for n in ("ortho", None)]
    return {"clips": clips, "signals": signals, "variants": variants, "mel": matrix(S), "banks": banks, "dct": dcts,
            "db": {"default": matrix(librosa.power_to_db(S)), "max": matrix(librosa.power_to_db(S, ref=np.max, top_db=30)),
                   "none": matrix(librosa.power_to_db(S, amin=1e-3, top_db=None))}}


def main():
    report_run = librosa.__version__.startswith("0.8")
    name = "librosa081.json" if report_run else "librosa011.json"
    data = (report if report_run else functions)(sys.argv[1])
    os.makedirs(OUT, exist_ok=True)
    text = json.dumps(data, separators=(",", ":")) + "\n"
    with open(os.path.join(OUT, name), "w") as f:
        f.write(text)
    where = os.path.join(OUT, "manifest.json")
    manifest = json.load(open(where)) if os.path.exists(where) else {"generator": "tools/golden/mfcc.py", "files": {}}
    manifest["files"][name] = {"python": platform.python_version(), "librosa": librosa.__version__,
                               "numpy": np.__version__, "scipy": scipy.__version__,
                               "sha256": hashlib.sha256(text.encode()).hexdigest()}
    manifest["files"] = dict(sorted(manifest["files"].items()))
    with open(where, "w") as f:
        json.dump(manifest, f, indent=2)
        f.write("\n")


main()
