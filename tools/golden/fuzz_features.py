"""Compares @ser/features with librosa 0.11 on random signals with random options, nothing kept:

    python tools/golden/fuzz_features.py [--cases 560] [--seed 1] [--corpus CORPUS_DIR] [--only yin pyin]

Writes signals and librosa's results to a temporary folder, runs fuzzFeatures.ts over them, prints its table. What librosa
refuses, or makes NaN or infinite, must be refused or be finite. librosa computes twice, of float32 samples (as it does of
files) and of the same in float64: where these two differ by more than is allowed, rounding decides (the tuning of a click, the
pitch of two samples of silence), and the value is counted as unsteady.
"""
import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile
import warnings

import librosa
import numpy as np
import soundfile

from librosa_features import call

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
RATES = [8000, 11025, 16000, 22050, 44100, 48000]
NUMPY_MODES = ["constant", "edge", "linear_ramp", "maximum", "mean", "median", "minimum", "reflect", "symmetric", "wrap"]
STFT_MODES = ["constant", "edge", "linear_ramp", "reflect", "symmetric"]


def signal(rng, sr, corpus):
    n = int(rng.choice([rng.integers(1, 600), rng.integers(600, 5000), rng.integers(5000, 24000)]))
    t = np.arange(n) / sr
    kind = rng.choice(["noise", "voice", "tone", "click", "silence", "constant", "burst", "square", "tones"] + ["clip"] * (4 if corpus else 0))
    if kind == "noise":
        y = rng.uniform(-1, 1, n)
    elif kind == "voice":
        f = rng.uniform(80, 400) * np.exp(rng.uniform(-1, 1) * t)
        phase = 2 * np.pi * np.cumsum(f) / sr
        y = sum(np.sin(k * phase) / k ** rng.uniform(0.5, 2) for k in range(1, 15)) * np.abs(np.sin(3 * t)) + 0.001 * rng.standard_normal(n)
    elif kind == "tone":
        y = np.sin(2 * np.pi * rng.uniform(50, sr / 2) * t)
    elif kind == "tones":
        y = sum(np.sin(2 * np.pi * rng.uniform(50, sr / 2) * t) for _ in range(5))
    elif kind == "click":
        y = np.zeros(n)
        y[rng.integers(n)] = 1
    elif kind == "silence":
        y = np.zeros(n)
    elif kind == "constant":
        y = np.full(n, rng.uniform(-1, 1))
    elif kind == "burst":
        y = np.zeros(n)
        a, b = sorted(rng.integers(0, n + 1, 2))
        y[a:b] = rng.standard_normal(b - a)
    elif kind == "square":
        y = np.sign(np.sin(2 * np.pi * rng.uniform(50, 1000) * t))
    else:
        path = corpus[rng.integers(len(corpus))]
        y, _ = soundfile.read(path, dtype="float32", always_2d=True)
        y = y.mean(axis=1)[int(rng.integers(20000, 60000)):][:n]
    return kind, (y * 10 ** rng.uniform(-4, 0)).astype(np.float32)


def maybe(rng, options, name, make, chance=0.4):
    if rng.random() < chance:
        options[name] = make()


def framing(rng, options):
    def n_fft():
        return int(rng.choice([256, 512, 1024, 2048, 4096, rng.integers(16, 3000)]))

    maybe(rng, options, "nFft", n_fft)
    maybe(rng, options, "hopLength", lambda: int(rng.integers(32, 1500)))
    maybe(rng, options, "winLength", lambda: int(rng.integers(1, options.get("nFft", 2048) + 1)), 0.2)
    maybe(rng, options, "window", lambda: str(rng.choice(["hann", "hamming", "blackman"])), 0.2)
    maybe(rng, options, "center", lambda: False, 0.2)
    maybe(rng, options, "padMode", lambda: str(rng.choice(STFT_MODES)))


def one_case(rng, name):
    """Options, and those of the spectrogram where one is given."""
    o, given = {}, None
    spectral = name not in ("zeroCrossingRate", "rms", "yin", "pyin", "tonnetz")
    if spectral:
        framing(rng, o)
        if rng.random() < 0.25:
            given = {key: o.pop(key) for key in ("nFft", "hopLength") if key in o} | {"power": int(rng.choice([1, 2]))}
            o = {}
            if "nFft" in given and rng.random() < 0.5:
                o["nFft"] = given["nFft"]
    elif name in ("zeroCrossingRate", "rms", "yin", "pyin"):
        maybe(rng, o, "frameLength", lambda: int(rng.choice([512, 1024, 4096, rng.integers(2, 3000)])))
        maybe(rng, o, "hopLength", lambda: int(rng.integers(32, 1500)))
        maybe(rng, o, "center", lambda: False, 0.2)
    if name == "zeroCrossingRate":
        maybe(rng, o, "threshold", lambda: float(10 ** rng.uniform(-6, -1)))
        maybe(rng, o, "refMagnitude", lambda: "max" if rng.random() < 0.5 else float(rng.uniform(0, 2)))
        maybe(rng, o, "pad", lambda: True)
        maybe(rng, o, "zeroPos", lambda: False)
    elif name == "rms":
        maybe(rng, o, "padMode", lambda: str(rng.choice(NUMPY_MODES)))
        if rng.random() < 0.3:
            n = o.get("frameLength", 2048)
            o, given = {"frameLength": n}, {"nFft": n}
    elif name == "spectralBandwidth":
        maybe(rng, o, "p", lambda: float(rng.choice([0.5, 1, 3, 4, rng.uniform(0.3, 6)])))
        maybe(rng, o, "norm", lambda: False)
    elif name == "spectralRolloff":
        maybe(rng, o, "rollPercent", lambda: float(rng.uniform(0.001, 0.999)), 0.6)
    elif name == "spectralFlatness":
        maybe(rng, o, "amin", lambda: float(10 ** rng.uniform(-15, -2)))
        maybe(rng, o, "power", lambda: float(rng.choice([1, 2, rng.uniform(0.3, 3)])))
    elif name == "spectralContrast":
        maybe(rng, o, "nBands", lambda: int(rng.integers(1, 7)), 0.7)
        maybe(rng, o, "fmin", lambda: float(rng.uniform(60, 400)))
        maybe(rng, o, "quantile", lambda: float(rng.uniform(0.005, 0.6)))
        maybe(rng, o, "linear", lambda: True)
    elif name == "chromaStft":
        maybe(rng, o, "nChroma", lambda: int(rng.choice([12, 24, 36, rng.integers(2, 40)])))
        maybe(rng, o, "tuning", lambda: float(rng.uniform(-0.5, 0.5)), 0.6)
        maybe(rng, o, "norm", lambda: [None, 1, 2, 0.5, 3, 0, "max"][rng.integers(7)])
        maybe(rng, o, "octwidth", lambda: [None, 1.0, 3.5][rng.integers(3)])
        maybe(rng, o, "ctroct", lambda: float(rng.uniform(3, 6)))
        maybe(rng, o, "baseC", lambda: False)
    elif name in ("estimateTuning", "piptrack"):
        maybe(rng, o, "fmin", lambda: float(rng.uniform(0, 500)))
        maybe(rng, o, "fmax", lambda: float(rng.uniform(600, 9000)))
        maybe(rng, o, "threshold", lambda: float(rng.uniform(0.001, 0.6)))
        if name == "estimateTuning":
            maybe(rng, o, "resolution", lambda: float(rng.choice([0.02, 0.05, 0.1])))
            maybe(rng, o, "binsPerOctave", lambda: int(rng.choice([12, 24, 36])))
        else:
            maybe(rng, o, "ref", lambda: float(10 ** rng.uniform(-3, 1)), 0.2)
    elif name == "polyFeatures":
        maybe(rng, o, "order", lambda: int(rng.integers(0, 4)))
    elif name in ("yin", "pyin"):
        o["fmin"] = float(rng.uniform(50, 200))
        o["fmax"] = float(rng.uniform(o["fmin"] * 1.5, 3000))
        maybe(rng, o, "padMode", lambda: str(rng.choice(NUMPY_MODES)))
        if name == "yin":
            maybe(rng, o, "troughThreshold", lambda: float(rng.uniform(0.02, 0.6)))
        else:
            maybe(rng, o, "nThresholds", lambda: int(rng.integers(10, 150)), 0.2)
            maybe(rng, o, "betaParameters", lambda: [float(rng.uniform(1, 5)), float(rng.uniform(2, 30))], 0.2)
            maybe(rng, o, "boltzmannParameter", lambda: float(rng.uniform(0.5, 4)), 0.2)
            maybe(rng, o, "resolution", lambda: float(rng.choice([0.05, 0.2, 0.3, 0.4, 0.5])), 0.3)
            maybe(rng, o, "maxTransitionRate", lambda: float(rng.uniform(5, 60)), 0.3)
            maybe(rng, o, "switchProb", lambda: float(rng.choice([0, 0.001, 0.1, 0.5])), 0.2)
            maybe(rng, o, "noTroughProb", lambda: float(rng.choice([0, 0.1, 1])), 0.2)
    return o, given


NAMES = ["zeroCrossingRate", "rms", "spectralCentroid", "spectralBandwidth", "spectralRolloff", "spectralFlatness", "spectralContrast",
         "chromaStft", "estimateTuning", "piptrack", "yin", "pyin"] + ["polyFeatures", "tonnetz"]


def main(cases, seed, corpus, only):
    assert librosa.__version__.startswith("0.11")
    clips = sorted(glob.glob(os.path.join(corpus, "Actor_*", "*.flac"))) if corpus else []
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        tried = []
        for i in range(cases):
            name = only[i % len(only)]
            sr = int(rng.choice(RATES))
            kind, y = signal(rng, sr, clips)
            options, given = one_case(rng, name)
            y.astype("<f4").tofile(os.path.join(folder, f"{i}.f32"))
            case = {"name": name, "kind": str(kind), "sampleRate": sr, "options": options, "given": given}
            try:
                outputs = call(name, y, sr, options, given)
                if name == "chromaStft" and options.get("tuning") is None:
                    bins = {"nFft": options["nFft"]} if "nFft" in options else {}
                    S = given or {key: value for key, value in options.items() if key in ("hopLength", "winLength", "window", "center", "padMode")} | bins | {"power": 2}
                    S = {"hopLength": 512, **S} if given is None else S
                    case["tuning"] = float(call("estimateTuning", y, sr, {"binsPerOctave": options.get("nChroma", 12)}, S)["values"][0, 0])
                case["outputs"] = {}
                for key, values in outputs.items():
                    case["outputs"][key] = list(values.shape)
                    values.astype("<f8").tofile(os.path.join(folder, f"{i}.{key}.f64"))
                for key, values in call(name, y.astype(np.float64), sr, options, given).items():
                    values.astype("<f8").tofile(os.path.join(folder, f"{i}.{key}.exact.f64"))
            except Exception as error:  # noqa: BLE001: whatever librosa throws, ours must throw too
                case["error"] = f"{type(error).__name__}: {error}"[:200]
            tried.append(case)
        json.dump(tried, open(os.path.join(folder, "cases.json"), "w"))
        command = ["node", "--conditions=@ser/source", "--import", "tsx", os.path.join(HERE, "fuzzFeatures.ts"), folder]
        subprocess.run(command, cwd=os.path.join(HERE, "..", ".."), check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=560)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus")
    parser.add_argument("--only", nargs="+", default=NAMES)
    main(**vars(parser.parse_args()))
