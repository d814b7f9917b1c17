"""Golden files of @ser/mfcc.

    python tools/golden/mfcc.py CORPUS_DIR     with librosa 0.8.1: the report's recipe (librosa081.json)
    python tools/golden/mfcc.py CORPUS_DIR     with librosa 0.11.0: the functions with their own defaults (librosa011.json), and
                                               every option of every function, on signals by formula (options.json)

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

from signals import SAMPLE_RATE, noise, synthetic

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


def signal(name, sr):
    """Half a second by formula; mfccSignals.ts is the twin."""
    n = np.arange(sr // 2)
    y = {
        "noise": lambda: 0.3 * noise(len(n), 7),
        "silence": lambda: np.zeros(len(n)),
        "click": lambda: (n == 1000) * 1.0,
        "constant": lambda: np.full(len(n), 0.25),
        "short": lambda: 0.2 * noise(300, 8),
        "chirp": lambda: 0.5 * np.sin(np.pi * 0.4 * n * n / len(n)) + 0.001 * noise(len(n), 9),
    }[name]()
    return y.astype(np.float32)


def bands():
    """Powers of 12 bands in 24 frames by formula, from 1e-12 to 1e3, some frames silent."""
    S = 10.0 ** (-4.5 + 7.5 * noise(12 * 24, 10).reshape(24, 12))
    S[[5, 6, 20]] = 0
    return S.T.astype(np.float32)


def case(function, options, result, **source):
    return {"function": function, "options": options, **source, "result": matrix(np.atleast_2d(result))}


def sparse(result, step):
    """Every step-th frame: enough where no value depends on another frame's."""
    return np.asarray(result)[..., ::step]


def options():
    f = librosa.feature
    cases = []
    for name in ("noise", "silence", "click", "constant", "short", "chirp"):
        for sr in (8000, 16000, 44100, 48000):
            if name == "noise" or sr == 16000:
                cases.append(case("mfcc", {"n_mfcc": 13}, f.mfcc(y=signal(name, sr), sr=sr, n_mfcc=13), signal=name, sr=sr))
                cases.append(case("melspectrogram", {"n_mels": 32}, sparse(f.melspectrogram(y=signal(name, sr), sr=sr, n_mels=32), 4), signal=name, sr=sr, step=4))
    sr = 16000
    for options in (
        dict(n_fft=400, hop_length=160), dict(n_fft=441, hop_length=200, center=False), dict(n_fft=512, hop_length=160, win_length=399, window="hamming"),
        dict(n_fft=512, hop_length=160, pad_mode="reflect", power=1.0), dict(n_fft=512, hop_length=160, pad_mode="edge", power=3.0),
        dict(n_fft=512, hop_length=160, pad_mode="symmetric", window=["kaiser", 8.0]), dict(n_fft=512, hop_length=160, pad_mode="linear_ramp", window="blackman"),
        dict(n_fft=256, hop_length=300, htk=True, fmin=50.0, fmax=7000.0), dict(n_fft=512, norm=None), dict(n_fft=512, norm=1),
        dict(n_fft=512, norm=2), dict(n_fft=512, norm="inf"), dict(n_fft=512, norm=0.5), dict(n_fft=512, n_mels=128),
    ):
        given = {"n_mels": 24, **options}
        theirs = dict(given, window=tuple(given["window"]) if isinstance(given.get("window"), list) else given.get("window", "hann"))
        theirs["norm"] = np.inf if given.get("norm") == "inf" else given.get("norm", "slaney")
        cases.append(case("melspectrogram", given, sparse(f.melspectrogram(y=signal("chirp", sr), sr=sr, **theirs), 6), signal="chirp", sr=sr, step=6))
    for options in (dict(lifter=22), dict(dct_type=1), dict(dct_type=3), dict(norm=None, dct_type=1), dict(norm=None), dict(norm=None, dct_type=3, lifter=5.5),
                    dict(htk=True, mel_norm=None, n_fft=512, hop_length=160)):
        given = {"n_mels": 26, "n_mfcc": 13, **options}
        cases.append(case("mfcc", given, f.mfcc(y=signal("chirp", sr), sr=sr, **given), signal="chirp", sr=sr))
    S = bands()
    for options in (dict(), dict(ref="max"), dict(ref=0.5, top_db=None), dict(amin=1e-6, top_db=40.0), dict(ref="max", amin=1e-3, top_db=None)):
        theirs = dict(options, ref=np.max if options.get("ref") == "max" else options.get("ref", 1.0))
        cases.append(case("power_to_db", options, librosa.power_to_db(S, **theirs)))
        cases.append(case("amplitude_to_db", options, librosa.amplitude_to_db(S, **theirs)))
    decibels = librosa.power_to_db(S)
    for options in (dict(), dict(ref=0.25)):
        cases.append(case("db_to_power", options, librosa.db_to_power(decibels, **options)))
        cases.append(case("db_to_amplitude", options, librosa.db_to_amplitude(decibels, **options)))
    for type in (1, 2, 3):
        for norm in ("ortho", None):
            for n in (12, 5, 20):
                cases.append(case("idct", dict(type=type, norm=norm, n=n), sparse(scipy.fft.idct(decibels, type=type, norm=norm, n=n, axis=0), 6), step=6))
    for mode in ("interp", "nearest", "mirror", "constant", "wrap"):
        for options in (dict(), dict(order=2), dict(order=3, width=7), dict(width=5, polyorder=3, cval=2.5), dict(width=11, order=2, polyorder=4, delta=0.5)):
            cases.append(case("delta", dict(options, mode=mode), f.delta(decibels[:3].astype(float), mode=mode, **options), bands=3))
    for options in (dict(), dict(power=0), dict(bias=0), dict(gain=0.8, bias=10.0, power=0.25, eps=1e-4), dict(time_constant=0.06, sr=16000, hop_length=160),
                    dict(b=0.3), dict(b=1.0), dict(max_size=3), dict(max_size=4, max_axis=1), dict(zi=0.5)):
        theirs = dict(options, zi=np.full((12, 1), options["zi"])) if "zi" in options else options
        cases.append(case("pcen", options, librosa.pcen(S, **theirs)))
    for options in (dict(), dict(n_steps=4, delay=3), dict(n_steps=3, delay=-2), dict(n_steps=3, delay=5, mode="edge"), dict(delay=-1, mode="wrap")):
        cases.append(case("stack_memory", options, f.stack_memory(S[:2], **options), bands=2))
    mel = [dict(n_mels=7, fmax=8000.0), dict(n_mels=5, fmin=300.0, fmax=4000.0, htk=True), dict(n_mels=1, fmin=100.0)]
    scale = [{"options": o, "hz": list(librosa.mel_frequencies(**o))} for o in mel]
    hz = [0.0, 440.0, 999.0, 1000.0, 8000.0]
    return {"cases": cases, "mel_frequencies": scale, "hz": hz, "slaney": list(librosa.hz_to_mel(hz)), "htk": list(librosa.hz_to_mel(hz, htk=True)),
            "fft_frequencies": list(librosa.fft_frequencies(sr=16000, n_fft=9))}


def write(name, data):
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


def main():
    if librosa.__version__.startswith("0.8"):
        write("librosa081.json", report(sys.argv[1]))
    else:
        write("librosa011.json", functions(sys.argv[1]))
        write("options.json", options())


main()
