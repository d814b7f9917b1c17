"""Compares @ser/mfcc with librosa 0.11.0 on random signals and options, whole arrays, nothing kept:

    python tools/golden/mfcc_compare.py [CASES] [SEED] [CORPUS_DIR]

Writes the cases to a temporary folder, runs mfccCompare.ts over them, which prints the largest difference of each function
and fails where one is beyond the tolerance.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile
import warnings

import librosa
import numpy as np
import scipy.fft

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
RATES = [8000, 11025, 16000, 22050, 44100, 48000]
WINDOWS = ["hann", "hamming", "blackman", "boxcar", "bartlett", "nuttall", ("kaiser", 8.0), ("tukey", 0.3), 6.5]


def pick(rng, values):
    return values[int(rng.integers(len(values)))]


def signal(rng, sr, corpus):
    """Samples and their rate; of a corpus half of the signals, at the files' own rate."""
    if corpus and rng.random() < 0.5:
        clip = pick(rng, sorted(glob.glob(os.path.join(corpus, "Actor_*", "*.flac"))))
        return librosa.load(clip, sr=None, offset=float(rng.uniform(0, 2)), duration=float(rng.uniform(0.1, 1)))
    return generated(rng, sr), sr


def generated(rng, sr):
    count = int(rng.integers(1, 200)) if rng.random() < 0.1 else int(rng.integers(200, 20000))
    n = np.arange(count)
    kind = pick(rng, ["noise", "noise", "tone", "chirp", "click", "constant", "silence", "burst"])
    y = {
        "noise": lambda: rng.normal(size=count) * 10.0 ** rng.uniform(-4, 0),
        "tone": lambda: np.sin(2 * np.pi * rng.uniform(20, sr / 2) * n / sr) * rng.uniform(0.01, 1) + 1e-3 * rng.normal(size=count),
        "chirp": lambda: 0.5 * np.sin(np.pi * sr / 2 * n * n / count / sr) + 1e-4 * rng.normal(size=count),
        "click": lambda: (n == count // 3) * 1.0,
        "constant": lambda: np.full(count, 0.25),
        "silence": lambda: np.zeros(count),
        "burst": lambda: rng.normal(size=count) * (n > count // 2) * 0.1,
    }[kind]()
    return y.astype(np.float32)


def bank(rng, sr):
    fmin = float(rng.uniform(0, sr / 8)) if rng.random() < 0.5 else 0.0
    fmax = float(rng.uniform(sr / 4, sr / 2)) if rng.random() < 0.5 else None
    options = dict(n_mels=int(rng.integers(1, 160)), fmin=fmin, htk=bool(rng.random() < 0.5),
                   norm=pick(rng, ["slaney", "slaney", None, 1, 2, np.inf, 0.5, 0, 3]))
    return options if fmax is None else dict(options, fmax=fmax)


def frames(rng, length):
    n_fft = pick(rng, [256, 512, 1024, 2048, 400, 441, 601, 100, 99])
    center = length < n_fft or bool(rng.random() < 0.7)
    options = dict(n_fft=n_fft, hop_length=int(rng.integers(1 + n_fft // 8, n_fft + 50)), window=pick(rng, WINDOWS), center=center,
                   power=pick(rng, [2.0, 2.0, 2.0, 1.0, 0.75, 3.0]), pad_mode=pick(rng, ["constant", "reflect", "edge", "symmetric", "linear_ramp"]))
    return dict(options, win_length=int(rng.integers(max(2, n_fft // 2), n_fft + 1))) if rng.random() < 0.4 else options


def some_matrix(rng, positive):
    """Bands x frames, with silent stretches."""
    S = rng.gamma(0.5, size=(int(rng.integers(2, 50)), int(rng.integers(12, 60)))) * 10.0 ** rng.uniform(-6, 3)
    S[:, 3:5] = 0
    return (S if positive else S - S.mean()).astype(np.float32)


def case(rng, corpus):
    """Function, input (one array), options by librosa's names, result as librosa lays it out."""
    name = pick(rng, ["mel", "mel_frequencies", "melspectrogram", "melspectrogram", "mfcc", "mfcc", "mfcc", "mfcc_S", "power_to_db",
                      "amplitude_to_db", "db_to_power", "db_to_amplitude", "dct", "idct", "delta", "delta", "pcen", "stack_memory"])
    sr = pick(rng, RATES)
    none = np.zeros((1, 1), np.float32)
    if name == "mel":
        options = dict(bank(rng, sr), sr=sr, n_fft=pick(rng, [256, 512, 2048, 1023, 400]))
        return name, none, options, librosa.filters.mel(**options).T
    if name == "mel_frequencies":
        options = dict(n_mels=int(rng.integers(1, 200)), fmin=float(rng.uniform(0, 900)), fmax=float(rng.uniform(1000, 20000)), htk=bool(rng.random() < 0.5))
        return name, none, options, librosa.mel_frequencies(**options)[:, np.newaxis]
    if name in ("melspectrogram", "mfcc"):
        y, sr = signal(rng, sr, corpus)
        mel = bank(rng, sr)
        options = dict(frames(rng, len(y)), sr=sr, **mel)
        if name == "melspectrogram":
            return name, y, options, librosa.feature.melspectrogram(y=y, **options)
        norm = options.pop("norm")
        least = 2 if mel["n_mels"] > 1 else 1
        options.update(mel_norm=norm, n_mfcc=int(rng.integers(1, mel["n_mels"] + 1)), dct_type=pick(rng, [1, 2, 3] if least == 2 else [2, 3]),
                       norm=pick(rng, ["ortho", None]), lifter=pick(rng, [0, 0, 22, 13.5]))
        return name, y, options, librosa.feature.mfcc(y=y, **options)
    if name == "mfcc_S":
        S = librosa.power_to_db(some_matrix(rng, True))
        options = dict(n_mfcc=int(rng.integers(1, S.shape[0] + 1)), dct_type=pick(rng, [1, 2, 3]), norm=pick(rng, ["ortho", None]))
        return name, S, options, librosa.feature.mfcc(S=S, **options)
    if name in ("power_to_db", "amplitude_to_db"):
        S = some_matrix(rng, True)
        options = dict(amin=10.0 ** rng.uniform(-9, -2), top_db=pick(rng, [None, 80.0, 20.0, 0.0]), ref=pick(rng, [1.0, 0.3, "max", "median"]))
        ref = {"max": np.max, "median": np.median}.get(options["ref"], options["ref"])
        return name, S, options, getattr(librosa, name)(S, **dict(options, ref=ref))
    if name in ("db_to_power", "db_to_amplitude"):
        S = rng.uniform(-120, 60, size=(5, 7)).astype(np.float32)
        options = dict(ref=float(rng.uniform(0.1, 3)))
        return name, S, options, getattr(librosa, name)(S, **options)
    S = some_matrix(rng, name == "pcen")
    if name in ("dct", "idct"):
        options = dict(type=pick(rng, [1, 2, 3]), norm=pick(rng, ["ortho", None]))
        if name == "idct":
            options["n"] = int(rng.integers(2, 2 * S.shape[0]))
            return name, S, options, scipy.fft.idct(S.astype(float), axis=0, **options)
        return name, S, options, scipy.fft.dct(S.astype(float), axis=0, **options)
    if name == "delta":
        width = pick(rng, [3, 5, 9, 11])
        order = int(rng.integers(1, min(width, 4)))
        options = dict(width=width, order=order, mode=pick(rng, ["interp", "nearest", "mirror", "constant", "wrap"]), polyorder=int(rng.integers(order, width)))
        if options["mode"] != "interp":
            S = S[:, : int(rng.integers(1, S.shape[1]))]
            options["cval"] = float(rng.normal())
        # In float64: scipy fits the edges in the input's precision.
        return name, S, options, librosa.feature.delta(S.astype(float), **options)
    if name == "stack_memory":
        options = dict(n_steps=int(rng.integers(1, 5)), delay=pick(rng, [1, 2, -1, -3, 7]), mode=pick(rng, ["constant", "edge", "reflect", "symmetric", "wrap"]))
        return name, S, options, librosa.feature.stack_memory(S, **options)
    options = dict(sr=sr, hop_length=int(rng.integers(64, 1024)), gain=float(rng.uniform(0, 1)), bias=pick(rng, [2.0, 0.0, 10.0]),
                   power=pick(rng, [0.5, 0.25, 0.0, 1.0]), time_constant=float(rng.uniform(0.05, 1)), eps=10.0 ** rng.uniform(-8, -3),
                   max_size=int(rng.integers(1, 5)), max_axis=pick(rng, [0, 1]))
    if rng.random() < 0.3:
        options["b"] = float(rng.uniform(0.01, 1))
    return name, S, options, librosa.pcen(S, **options)


def main(cases=400, seed=1, corpus=None):
    assert librosa.__version__ == "0.11.0"
    rng = np.random.default_rng(int(seed))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for index in range(int(cases)):
            name, values, options, result = case(rng, corpus)
            # frames x coefficients, as our packages lay them out; a signal stays one.
            np.ascontiguousarray(values.T if values.ndim == 2 else values, "<f4").tofile(os.path.join(folder, f"{index}.in"))
            np.ascontiguousarray(np.asarray(result).T, "<f8").tofile(os.path.join(folder, f"{index}.out"))
            named = {key: str(value) if isinstance(value, float) and np.isinf(value) else value for key, value in options.items()}
            rows.append(dict(function=name, options=named, cols=values.shape[0] if values.ndim == 2 else 0, resultCols=result.shape[0]))
        with open(os.path.join(folder, "cases.json"), "w") as file:
            json.dump(rows, file)
        root = os.path.join(HERE, "..", "..")
        subprocess.run(["node", "--conditions=@ser/source", "--import", "tsx", os.path.join(HERE, "mfccCompare.ts"), folder], cwd=root, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
