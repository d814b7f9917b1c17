"""Golden files of @ser/dsp.

    python tools/golden/dsp.py CORPUS_DIR     with librosa 0.8.1 and resampy 0.2.2: what the report ran
    python tools/golden/dsp.py CORPUS_DIR     with librosa 0.11.0 and soxr: odd sizes, all windows and pad modes, librosa's helpers

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
import scipy
import scipy.signal

from signals import SAMPLE_RATE, noise, synthetic

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


def clips(corpus):
    folder = os.path.join(corpus, "as-distributed")
    for path in sorted(os.listdir(folder)):
        if path.endswith(".wav"):
            yield path, *librosa.load(os.path.join(folder, path), sr=None)


def librosa081(corpus):
    import resampy

    def resample_golden(y, source, target, filter="kaiser_best"):
        return {"from": float(source), "to": float(target), **sparse(librosa.resample(y, source, target, res_type=filter))}

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

    real = []
    for path, y, sr in clips(corpus):
        at_rate = librosa.resample(y, sr, SAMPLE_RATE)
        real.append({"file": path, "peak": float(np.abs(at_rate).max()), "load": resample_golden(y, sr, SAMPLE_RATE),
                     "pitch": resample_golden(y, SAMPLE_RATE / PITCH_RATE, SAMPLE_RATE)})

    write("dsp.json", {"kaiserBest": {"length": len(table), "index": positions.tolist(), "values": b64(table[positions], "<f8"),
                           "rolloff": float(rolloff), "precision": int(precision)},
            "windows": {n: b64(scipy.signal.get_window("boxcar" if n == "rectangular" else n, 25), "<f8")
                        for n in ("hann", "hamming", "blackman", "rectangular")},
            "resample": [resample_golden(vowel, a, b) for a, b in ratios], "spectra": spectra, "clips": real}, resampy=resampy.__version__)
    fast = resampy.filters.load_filter("kaiser_fast")[0]
    positions = np.unique(np.concatenate((np.arange(5), rng.choice(len(fast), 100), [len(fast) - 2, len(fast) - 1])))
    write("kaiserFast.json", {"filter": {"length": len(fast), "index": positions.tolist(), "values": b64(fast[positions], "<f8")},
                              "resample": [resample_golden(vowel, a, b, "kaiser_fast") for a, b in ratios]},
          resampy=resampy.__version__)


WINDOWS = ["barthann", "bartlett", "blackman", "blackmanharris", "bohman", "boxcar", "cosine", "exponential", "flattop",
           "hamming", "hann", "lanczos", "nuttall", "parzen", "taylor", "triang", "tukey", ["exponential", None, 3.0],
           ["exponential", 5.0, 3.0], ["gaussian", 4.0], ["general_gaussian", 1.5, 5.0], ["general_hamming", 0.7],
           ["kaiser", 8.6], 14.0, ["taylor", 6, 45.0, 0], ["tukey", 0.25], ["tukey", 0.0], ["tukey", 1.0], "halfcosine"]
PAD_MODES = ["constant", "edge", "linear_ramp", "maximum", "mean", "median", "minimum", "reflect", "symmetric", "wrap"]
STFT_PAD_MODES = ["constant", "edge", "linear_ramp", "reflect", "symmetric"]


def signal(name):
    """The signals of signals.py, and some simpler ones: golden.ts has the same."""
    if name == "silence":
        return np.zeros(3000, np.float32)
    if name == "click":
        return (np.arange(3000) == 1234).astype(np.float32)
    if name == "constant":
        return np.full(3000, 0.25, np.float32)
    if name == "noise":
        return noise(4000, 7).astype(np.float32)
    return synthetic(name)


def stft_cases():
    for mode in STFT_PAD_MODES:
        yield "vowel", dict(pad_mode=mode, n_fft=1000)
        yield "short", dict(pad_mode=mode, n_fft=2047)
    yield "noise", dict(n_fft=2, hop_length=1)
    yield "noise", dict(n_fft=3, hop_length=2)
    for n_fft in (400, 441, 512, 1023, 2047):
        yield "noise", dict(n_fft=n_fft)
        yield "noise", dict(n_fft=n_fft, hop_length=160, center=False)
    yield "vowel", dict(n_fft=512, hop_length=160, win_length=400)
    yield "vowel", dict(n_fft=441, win_length=300)
    yield "vowel", dict(n_fft=441, hop_length=100, win_length=301, window="blackmanharris", center=False)
    yield "noise", dict(n_fft=1023, win_length=1022, window=["kaiser", 8.6], pad_mode="reflect")
    yield "noise", dict(n_fft=400, hop_length=700, window=["tukey", 0.25])
    for name in ("silence", "click", "constant", "burst", "short", "tone"):
        yield name, dict()
        yield name, dict(n_fft=441, hop_length=147, pad_mode="symmetric")


def stft_golden(name, options):
    y = signal(name)
    window = options.get("window", "hann")
    given = {**options, "window": tuple(window) if isinstance(window, list) else window}
    spectrum = librosa.stft(y, **given)
    inverse = {k: v for k, v in given.items() if k != "pad_mode"}
    entry = {"signal": name, "options": options, "frames": spectrum.shape[1], "bins": spectrum.shape[0],
             "largest": float(np.abs(spectrum).max()), "stft": sparse(spectrum.T, 60)}
    back = librosa.istft(spectrum, length=len(y), **inverse)
    return {**entry, "istft": sparse(back, 40)}


def librosa011(corpus):
    import soxr

    vowel = signal("vowel")
    x = noise(7, 3)
    intervals = []
    for name, options in [("burst", {}), ("burst", dict(top_db=20, frame_length=512, hop_length=100)), ("vowel", dict(top_db=3)),
                          ("silence", {}), ("silence", dict(ref=1.0)), ("click", dict(frame_length=441, hop_length=147)),
                          ("noise", dict(ref=0.6, top_db=0.5, frame_length=255, hop_length=64))]:
        known = {**options, "ref": options.get("ref", np.max)}
        intervals.append({"signal": name, "options": options, "trim": librosa.effects.trim(signal(name), **known)[1].tolist(),
                          "split": librosa.effects.split(signal(name), **known).tolist()})
    emphasis = [{"options": options, "preemphasis": sparse(librosa.effects.preemphasis(vowel, **options), 60),
                 "deemphasis": sparse(librosa.effects.deemphasis(vowel, **options), 60)}
                for options in ({}, {"coef": 0.9}, {"zi": 0.3}, {"coef": 0.5, "zi": -0.1})]
    resampled = [{"from": a, "to": b, **sparse(librosa.resample(vowel, orig_sr=a, target_sr=b), 200)}
                 for a, b in ((48000, 22050), (44100, 22050), (16000, 22050), (8000, 22050), (22050, 16000), (22050, 48000),
                              (22050, 8000.5))]
    real = []
    for path, y, sr in clips(corpus):
        entry = {"file": path, "peak": float(np.abs(y).max()), "rms": float(np.sqrt(np.mean(y.astype(np.float64) ** 2))),
                 "load": {"from": sr, "to": SAMPLE_RATE, **sparse(librosa.resample(y, orig_sr=sr, target_sr=SAMPLE_RATE), 200)}}
        spectrum = librosa.stft(y, n_fft=1023, hop_length=400, win_length=960, pad_mode="reflect")
        real.append({**entry, "largest": float(np.abs(spectrum).max()), "stft": sparse(spectrum.T, 100)})
    write("librosa011.json", {
        "windows": [{"window": w, "length": n, "fftbins": bins,
                     "values": b64(scipy.signal.get_window(tuple(w) if isinstance(w, list) else w, n, fftbins=bins), "<f8")}
                    for w in WINDOWS for n, bins in ((24, True), (24, False)) if bins or w != ["exponential", 5.0, 3.0]],
        "pads": [{"length": n, "mode": m, "left": 5, "right": 9, "values": b64(np.pad(x[:n], (5, 9), mode=m), "<f8")}
                 for n in (1, 2, 7) for m in PAD_MODES],
        "stft": [stft_golden(name, options) for name, options in stft_cases()],
        "autocorrelate": sparse(librosa.autocorrelate(vowel), 60),
        "emphasis": emphasis, "intervals": intervals, "soxrHq": resampled, "clips": real}, soxr=soxr.__version__)


def write(name, data, **versions):
    """A golden file, and what made it in the manifest."""
    text = json.dumps(data, separators=(",", ":")) + "\n"
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, name), "w") as f:
        f.write(text)
    path = os.path.join(OUT, "manifest.json")
    with open(path) as f:
        manifest = json.load(f)
    manifest["files"][name] = {"python": platform.python_version(), "librosa": librosa.__version__, "numpy": np.__version__,
                               "scipy": scipy.__version__, **versions, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    with open(path, "w") as f:
        json.dump(manifest, f, indent=2)
        f.write("\n")


(librosa081 if librosa.__version__ == "0.8.1" else librosa011)(sys.argv[1])
