"""Golden files of @ser/features.

    python tools/golden/features.py CORPUS_DIR     with librosa 0.8.1: the report's recipe, and scikit-learn's scaler
    python tools/golden/features.py CORPUS_DIR     with librosa 0.11.0: the functions with their own defaults and with others

CORPUS_DIR is RAVDESS as in its README (Actor_NN/*.flac). No audio and no waveform is written.
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

from signals import NAMES, SAMPLE_RATE, noise, synthetic

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "features", "test", "golden")
SEED = 6

# Stereo: 02-01-01-02-01, 08-01-02-02-01, 02-01-02-02-05, 03-01-02-01-20, 06-01-01-02-20. Nearly silent: 01-01-01-02-09
# (RMS 0.0017), 06-01-02-01-09 (0.0013), 02-01-02-02-20 (0.0015). Shorter than 3.1 s: 08-01-02-02-11, 02-01-02-02-13.
CLIPS = """03-01-02-01-01-02-01 03-01-08-01-02-02-01 03-01-02-01-02-02-05 03-01-03-01-02-01-20 03-01-06-01-01-02-20
03-01-01-01-01-02-09 03-01-06-01-02-01-09 03-01-02-01-02-02-20 03-01-08-01-02-02-11 03-01-02-01-02-02-13
03-01-01-01-01-01-01 03-01-05-01-01-01-03 03-01-05-02-01-02-06 03-01-07-02-02-02-02 03-01-07-02-01-01-15
03-01-04-01-01-01-13 03-01-03-01-02-02-10 03-01-05-02-02-01-14""".split()


def report162(x, sr=SAMPLE_RATE, tuning=None):
    """The authors' extraction: means over frames, librosa 0.8.1 defaults."""
    stft = np.abs(librosa.stft(x))
    return np.hstack((
        np.mean(librosa.feature.zero_crossing_rate(y=x).T, axis=0),
        np.mean(librosa.feature.chroma_stft(S=stft, sr=sr, tuning=tuning).T, axis=0),
        np.mean(librosa.feature.mfcc(y=x, sr=sr).T, axis=0),
        np.mean(librosa.feature.rms(y=x).T, axis=0),
        np.mean(librosa.feature.melspectrogram(y=x, sr=sr).T, axis=0),
    )).astype(np.float64)


def tuning_histogram(x, sr=SAMPLE_RATE):
    S = np.abs(librosa.stft(x))
    pitch, mag = librosa.piptrack(S=S, sr=sr)
    mask = pitch > 0
    if not mask.any():
        return np.zeros(100, int), np.linspace(-0.5, 0.5, 101)
    f = pitch[(mag >= np.median(mag[mask])) & mask]
    r = np.mod(12 * librosa.hz_to_octs(f), 1.0)
    r[r >= 0.5] -= 1.0
    return np.histogram(r, np.linspace(-0.5, 0.5, 101))


def rival_tunings(x, tuning):
    """Tunings that win, or could, when the waveform moves by 1e-6 of its peak: exact ties, and flips seen in 12 draws."""
    counts, edges = tuning_histogram(x)
    rivals = {float(e) for e, c in zip(edges, counts) if c == counts.max() and e != tuning}
    exact = bool(rivals)
    rng = np.random.default_rng(SEED)
    for _ in range(12):
        moved = (x + 1e-6 * np.abs(x).max() * rng.standard_normal(len(x))).astype(np.float32)
        other = float(librosa.estimate_tuning(S=np.abs(librosa.stft(moved)), sr=SAMPLE_RATE))
        if other != tuning:
            rivals.add(other)
    return sorted(rivals), exact


def numbers(values):
    return [float("%.9g" % v) for v in np.ravel(values)]


def write(name, data, inputs):
    os.makedirs(OUT, exist_ok=True)
    text = json.dumps(data, separators=(",", ":")).replace('{"id"', '\n{"id"')
    with open(os.path.join(OUT, name), "w") as f:
        f.write(text + "\n")
    path = os.path.join(OUT, "manifest.json")
    manifest = json.load(open(path)) if os.path.exists(path) else {"generator": "tools/golden/features.py", "seed": SEED, "files": {}}
    manifest["files"][name] = {
        "sha256": hashlib.sha256((text + "\n").encode()).hexdigest(),
        "versions": {"python": platform.python_version(), "librosa": librosa.__version__, "numpy": np.__version__, **inputs.pop("versions", {})},
        **inputs,
    }
    json.dump(manifest, open(path, "w"), indent=1)


def report(corpus):
    import resampy
    import sklearn
    from sklearn.preprocessing import StandardScaler

    assert librosa.__version__ == "0.8.1" and resampy.__version__ == "0.2.2"
    clips, ties = [], {}
    for clip in CLIPS:
        path = os.path.join(corpus, "Actor_" + clip[-2:], clip + ".flac")
        x, sr = librosa.load(path, offset=0.4, duration=2.6)
        tuning = float(librosa.estimate_tuning(S=np.abs(librosa.stft(x)), sr=sr))
        rivals, exact = rival_tunings(x, tuning)
        if rivals:
            ties[clip] = ("two or more bins of the tuning histogram hold the same count" if exact
                          else "moving the waveform by 1e-6 of its peak moves the tuning's mode") + f": {tuning:.2f} or " + ", ".join(f"{r:.2f}" for r in rivals)
        image_clip, _ = librosa.load(path, offset=0.5, duration=2.6)
        image = librosa.feature.mfcc(y=image_clip, sr=sr, n_mfcc=20, n_fft=512, hop_length=256).T
        frames = len(image)
        image = np.vstack([image, np.zeros((224 - frames, 20))]).astype(np.float32) if frames < 224 else image[:224]
        rows = sorted({*range(0, 224, 8), frames - 1, 223})
        clips.append({
            "id": clip, "samples": len(x), "tuning": tuning, "features": numbers(report162(x)),
            "rivals": [{"tuning": r, "chroma": numbers(report162(x, tuning=r)[1:13])} for r in rivals],
            "imageSamples": len(image_clip), "imageFrames": frames, "imageRows": rows,
            "imageValues": base64.b64encode(image[rows].astype("<f4").tobytes()).decode(),
            "imageColumnMeans": numbers(image.astype(np.float64).mean(axis=0)),
            "imageColumnStds": numbers(image.astype(np.float64).std(axis=0)),
        })
    write("report.json", {"clips": clips}, {
        "versions": {"resampy": resampy.__version__},
        "what": "features of real clips by the report's recipe (offset 0.4 s, duration 2.6 s) and their MFCC images (offset 0.5 s)",
        "tuningTies": ties,
    })
    synth = []
    for name in NAMES:
        x = synthetic(name)
        synth.append({"id": name, "tuning": float(librosa.estimate_tuning(S=np.abs(librosa.stft(x)), sr=SAMPLE_RATE)), "features": numbers(report162(x))})
    write("reportSynthetic.json", {"signals": synth}, {"what": "report162 of the signals of tools/golden/signals.py"})

    rng = np.random.default_rng(SEED)
    matrix = (rng.standard_normal((20, 5)) * [1, 100, 1e-3, 5, 0] + [0, 1000, -2, 3, 7.3]).astype(np.float32)
    scaler = StandardScaler().fit(matrix)
    write("scaler.json", {"rows": 20, "cols": 5, "matrix": [float(v) for v in matrix.ravel()], "mean": list(scaler.mean_), "variance": list(scaler.var_),
                          "scale": list(scaler.scale_), "transformed": numbers(scaler.transform(matrix))},
          {"versions": {"scikit-learn": sklearn.__version__}, "what": "StandardScaler; the last column is constant"})


def functions():
    assert librosa.__version__ == "0.11.0"
    y, burst = synthetic("vowel"), synthetic("burst")
    feature = librosa.feature

    def case(function, signal, options, values):
        values = np.asarray(values)
        return {"id": function, "signal": signal, "options": options, "rows": int(values.shape[-1]), "cols": int(values.shape[0]), "values": numbers(values.T)}

    cases = [
        case("zeroCrossingRate", "vowel", {}, feature.zero_crossing_rate(y)),
        case("zeroCrossingRate", "burst", {"frameLength": 1000, "hopLength": 300, "center": False}, feature.zero_crossing_rate(burst, frame_length=1000, hop_length=300, center=False)),
        case("rms", "vowel", {}, feature.rms(y=y)),
        case("rms", "burst", {"frameLength": 1024, "hopLength": 256, "padMode": "reflect"}, feature.rms(y=burst, frame_length=1024, hop_length=256, pad_mode="reflect")),
        case("rms", "vowel", {"center": False}, feature.rms(y=y, center=False)),
        case("chromaStft", "vowel", {}, feature.chroma_stft(y=y, sr=SAMPLE_RATE)),
        case("chromaStft", "burst", {"tuning": 0.1, "norm": 2}, feature.chroma_stft(y=burst, sr=SAMPLE_RATE, tuning=0.1, norm=2)),
        case("chromaStft", "vowel", {"nChroma": 24, "nFft": 1024, "hopLength": 1024, "norm": None, "tuning": 0}, feature.chroma_stft(y=y, sr=SAMPLE_RATE, n_chroma=24, n_fft=1024, hop_length=1024, norm=None, tuning=0)),
        case("chromaStft", "tone", {"center": False, "norm": 1, "octwidth": None}, feature.chroma_stft(y=synthetic("tone"), sr=SAMPLE_RATE, center=False, norm=1, octwidth=None)),
    ]
    tunings = [
        {"id": name, "options": options, "tuning": float(librosa.estimate_tuning(y=synthetic(name), sr=SAMPLE_RATE, **python))}
        for name in ["vowel", "tone", "burst"]
        for options, python in [({}, {}), ({"resolution": 0.05, "binsPerOctave": 24, "hopLength": 256}, {"resolution": 0.05, "bins_per_octave": 24, "hop_length": 256})]
    ]
    bank = librosa.filters.chroma(sr=SAMPLE_RATE, n_fft=2048, tuning=0.13)
    write("functions.json", {"cases": cases, "tunings": tunings, "filterbank": {"tuning": 0.13, "columns": list(range(0, 1025, 41)), "values": numbers(bank[:, ::41])}},
          {"what": "functions of librosa 0.11 with its defaults on the signals of tools/golden/signals.py"})


# Everything at 48,000 Hz, as the files are, so that no resampler has a part in it; every third and sixth sample stand for lower
# rates. A loud, a nearly silent, a low and a high voice.
REAL = ["03-01-05-02-01-02-06", "03-01-06-01-02-01-09", "03-01-01-01-01-01-01", "03-01-03-01-02-02-10"]
SECONDS = (0.7, 0.4)  # offset, duration


def sources(corpus):
    """(name, what the test makes it from, samples, rate) of every signal of librosa011.json."""
    import soundfile

    for name, rate in [("vowel", 22050), ("vowel", 44100), ("burst", 22050), ("tone", 16000), ("short", 22050)]:
        yield f"{name} at {rate}", {"signal": name}, synthetic(name)[:12000], rate
    yield "silence at 16000", {"signal": "silence"}, np.zeros(5000, np.float32), 16000
    click = np.zeros(5000, np.float32)
    click[2500] = 1
    yield "click at 22050", {"signal": "click"}, click, 22050
    yield "constant at 8000", {"signal": "constant"}, np.full(5000, 0.25, np.float32), 8000
    yield "noise at 48000", {"signal": "noise"}, (0.5 * noise(8000, 9)).astype(np.float32), 48000
    for clip in REAL:
        path = os.path.join(corpus, "Actor_" + clip[-2:], clip + ".flac")
        start, count = (round(48000 * seconds) for seconds in SECONDS)
        y, rate = soundfile.read(path, start=start, frames=count, dtype="float32")
        assert rate == 48000 and y.ndim == 1
        yield f"{clip} at 48000", {"clip": clip, "every": 1}, y, 48000
        if clip == REAL[0]:
            yield f"{clip} at 16000", {"clip": clip, "every": 3}, np.ascontiguousarray(y[::3]), 16000
        if clip == REAL[2]:
            yield f"{clip} at 8000", {"clip": clip, "every": 6}, np.ascontiguousarray(y[::6]), 8000


PITCH = {"fmin": 65.4, "fmax": 2093.0}
# Where a pitch or a tuning is the rounding's to choose (a flat difference function, a flat spectrum), there is no truth to hold.
ARBITRARY = {"yin": ["silence", "click", "constant"], "pyin": ["click"], "chromaStft": ["click", "constant"]}


def defaults(rate):
    """Every feature with its defaults; contrast with as many octaves as the rate has room for."""
    octaves = {"nBands": int(np.floor(np.log2(rate / 2 / 200 - 1e-9)))} if rate < 12801 else {}
    return {"zeroCrossingRate": {}, "rms": {}, "spectralCentroid": {}, "spectralBandwidth": {}, "spectralRolloff": {}, "spectralFlatness": {},
            "spectralContrast": octaves, "polyFeatures": {}, "chromaStft": {}, "yin": PITCH, "pyin": PITCH}


ODD = {"nFft": 1001, "hopLength": 300}
SHORT_WINDOW = {"nFft": 1024, "winLength": 400, "hopLength": 160, "window": "hamming", "padMode": "reflect"}
OTHERS = [
    ("zeroCrossingRate", "burst at 22050", {"threshold": 0.1, "pad": True, "frameLength": 777, "hopLength": 200}, None),
    ("zeroCrossingRate", "vowel at 22050", {"threshold": 0.05, "refMagnitude": "max", "zeroPos": False}, None),
    ("rms", "vowel at 22050", {"frameLength": 1001, "hopLength": 300, "padMode": "wrap"}, None),
    ("rms", "vowel at 22050", {}, {}),
    ("rms", "burst at 22050", {"frameLength": 1001}, ODD),
    ("spectralCentroid", "vowel at 22050", ODD, None),
    ("spectralCentroid", "burst at 22050", {**SHORT_WINDOW, "center": False}, None),
    ("spectralCentroid", "vowel at 22050", {"nFft": 1001}, ODD),
    ("spectralCentroid", "vowel at 22050", {}, ODD),
    ("spectralBandwidth", "vowel at 22050", {"p": 1, **ODD}, None),
    ("spectralBandwidth", "noise at 48000", {"p": 3.5, "norm": False}, None),
    ("spectralBandwidth", "vowel at 44100", {"p": 0.5, **SHORT_WINDOW}, None),
    ("spectralRolloff", "vowel at 22050", {"rollPercent": 0.1, **ODD}, None),
    ("spectralRolloff", "noise at 48000", {"rollPercent": 0.999, **SHORT_WINDOW}, None),
    ("spectralFlatness", "vowel at 22050", {"power": 1, "amin": 1e-4, **ODD}, None),
    ("spectralFlatness", "burst at 22050", {"power": 0.7, **SHORT_WINDOW}, None),
    ("spectralContrast", "vowel at 22050", {"nBands": 4, "fmin": 150.0, "quantile": 0.3, **ODD}, None),
    ("spectralContrast", "noise at 48000", {"linear": True, "quantile": 0.1}, None),
    ("polyFeatures", "vowel at 22050", {"order": 3, **ODD}, None),
    ("polyFeatures", "noise at 48000", {"order": 0}, None),
    ("chromaStft", "vowel at 22050", {"nChroma": 36, "tuning": 0.3, "norm": 3, "baseC": False, **ODD}, None),
    ("chromaStft", "noise at 48000", {"tuning": -0.2, "norm": None, "octwidth": None, "ctroct": 4.0, **SHORT_WINDOW}, None),
    ("chromaStft", "vowel at 44100", {"norm": 0, "tuning": 0.0}, {"power": 2, "nFft": 4096}),
    ("tonnetz", "vowel at 22050", {}, None),
    ("tonnetz", "burst at 22050", {}, None),
    ("piptrack", "tone at 16000", {"nFft": 256, "hopLength": 1024}, None),
    ("piptrack", "vowel at 22050", {"nFft": 301, "hopLength": 2048, "fmin": 100.0, "fmax": 11025.0, "threshold": 0.01}, None),
    ("piptrack", "vowel at 22050", {"ref": 0.5}, {"nFft": 256, "hopLength": 4096}),
    ("estimateTuning", "vowel at 44100", {"resolution": 0.02, "binsPerOctave": 36, "nFft": 4096}, None),
    ("yin", "vowel at 22050", {"fmin": 60.0, "fmax": 500.0, "frameLength": 1500, "hopLength": 333, "padMode": "reflect"}, None),
    ("yin", "noise at 48000", {"fmin": 100.0, "fmax": 1000.0, "troughThreshold": 0.5, "center": False}, None),
    ("pyin", "vowel at 22050", {"fmin": 60.0, "fmax": 600.0, "resolution": 0.4, "frameLength": 1024, "padMode": "edge"}, None),
    ("pyin", "burst at 22050", {"fmin": 80.0, "fmax": 800.0, "nThresholds": 50, "betaParameters": [1, 4], "boltzmannParameter": 1.0,
                                "switchProb": 0.1, "noTroughProb": 0.2, "maxTransitionRate": 10.0}, None),
]


def all_functions(corpus):
    """librosa011.json: every feature on every signal, values as float32."""
    from librosa_features import call

    def packed(values):
        assert np.isfinite(values).all()
        return {"rows": len(values), "cols": values.shape[1], "values": base64.b64encode(values.astype("<f4").tobytes()).decode()}

    cases, known = [], {}
    for name, source, y, rate in sources(corpus):
        known[name] = (source, y, rate)
        for function, options in defaults(rate).items():
            if name.split()[0] in ARBITRARY.get(function, []):
                continue
            cases.append((function, name, options, None))
    for name in ["vowel at 44100", *[name for name, (source, _, _) in known.items() if "clip" in source]]:
        cases.append(("estimateTuning", name, {}, None))
    out = []
    for function, name, options, given in cases + OTHERS:
        source, y, rate = known[name]
        outputs = {key: packed(values) for key, values in call(function, y, rate, options, given).items()}
        out.append({"id": function, "on": name, "source": source, "sampleRate": rate, "options": options, "given": given, "outputs": outputs})
    import scipy
    import soundfile
    write("librosa011.json", {"offset": SECONDS[0], "duration": SECONDS[1], "cases": out},
          {"versions": {"scipy": scipy.__version__, "soundfile": soundfile.__version__},
           "what": "features of librosa 0.11 on signals given by formula and on real clips at their own rate; float32 values in base64"})


def functionals():
    """functionals.json: numpy's and scipy's statistics of columns over frames."""
    import scipy
    from scipy import stats

    rng = np.random.default_rng(SEED)
    x = np.column_stack([rng.standard_normal(37), rng.exponential(2, 37) * 1e3, np.linspace(-1, 5, 37), np.full(37, 7.3), rng.integers(0, 3, 37) * 1e-4]).astype(np.float32)
    columns = x.astype(np.float64)
    lines = [np.polyfit(np.arange(37), column, 1) for column in columns.T]
    expected = {
        "mean": columns.mean(0), "std": columns.std(0), "min": columns.min(0), "max": columns.max(0), "range": np.ptp(columns, 0), "median": np.median(columns, 0),
        "iqr": stats.iqr(columns, axis=0), "skewness": np.nan_to_num(stats.skew(columns)), "kurtosis": np.nan_to_num(stats.kurtosis(columns)),
        "slope": np.array([line[0] for line in lines]), "offset": np.array([line[1] for line in lines]),
        "percentile0": columns.min(0), "percentile5": np.percentile(columns, 5, axis=0), "percentile97.5": np.percentile(columns, 97.5, axis=0),
    }
    write("functionals.json", {"rows": 37, "cols": 5, "matrix": numbers(x), "expected": {name: numbers(values) for name, values in expected.items()}},
          {"versions": {"scipy": scipy.__version__}, "what": "statistics by numpy and scipy; the fourth column is constant, whose skewness and kurtosis scipy calls NaN and we 0"})


if __name__ == "__main__":
    if librosa.__version__.startswith("0.8"):
        report(sys.argv[1])
    else:
        functions()
        all_functions(sys.argv[1])
        functionals()
