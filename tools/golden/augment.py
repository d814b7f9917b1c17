"""Golden files of @ser/augment, with librosa 0.8.1:  python tools/golden/augment.py CORPUS_DIR

Of real clips only 200 sparse samples (picked by seed), lengths and statistics are written: no audio, no waveform.
"""
import hashlib
import json
import os
import platform
import sys
import warnings

import librosa
import numpy as np
import resampy

from signals import SAMPLE_RATE, synthetic

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "augment", "test", "golden")
SEED = 6
CLIPS = """03-01-02-01-01-02-01 03-01-03-01-02-01-20 03-01-01-01-01-02-09 03-01-02-01-02-02-20 03-01-08-01-02-02-11 03-01-01-01-01-01-01
03-01-05-02-01-02-06 03-01-07-02-02-02-02 03-01-04-01-01-01-13 03-01-03-01-02-02-10 03-01-05-02-02-01-14 03-01-06-02-02-01-04""".split()


def sparse(y, rng):
    at = np.sort(rng.choice(len(y), min(200, len(y)), replace=False))
    return {"length": len(y), "peak": float(np.abs(y).max()), "rms": float(np.sqrt(np.mean(y.astype(np.float64) ** 2))),
            "at": at.tolist(), "values": [float("%.7g" % v) for v in y[at]]}


def versions(x):
    stretched = librosa.effects.time_stretch(x, rate=0.8)
    return {
        "timeStretch": stretched,
        "pitchShift": librosa.effects.pitch_shift(x, SAMPLE_RATE, n_steps=0.7),
        "stretchThenPitch": librosa.effects.pitch_shift(stretched, SAMPLE_RATE, n_steps=0.7),
    }


def main(corpus):
    assert librosa.__version__ == "0.8.1" and resampy.__version__ == "0.2.2"
    rng = np.random.default_rng(SEED)
    clips = []
    for clip in CLIPS:
        x, _ = librosa.load(os.path.join(corpus, "Actor_" + clip[-2:], clip + ".flac"), offset=0.4, duration=2.6)
        clips.append({"id": clip, "samples": len(x), **{name: sparse(y, rng) for name, y in versions(x).items()}})
    synth = []
    for name in ["vowel", "burst", "tone", "short"]:
        x = synthetic(name)
        for kind, option in [("timeStretch", 0.8), ("timeStretch", 1.25), ("timeStretch", 2.7), ("pitchShift", 0.7), ("pitchShift", -5)]:
            y = librosa.effects.time_stretch(x, rate=option) if kind == "timeStretch" else librosa.effects.pitch_shift(x, SAMPLE_RATE, n_steps=option)
            synth.append({"id": name, "kind": kind, "option": option, **sparse(y, rng)})
    os.makedirs(OUT, exist_ok=True)
    text = json.dumps({"clips": clips, "synthetic": synth}, separators=(",", ":")).replace('{"id"', '\n{"id"') + "\n"
    open(os.path.join(OUT, "stretchAndPitch.json"), "w").write(text)
    json.dump({"generator": "tools/golden/augment.py", "seed": SEED, "files": {"stretchAndPitch.json": {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "versions": {"python": platform.python_version(), "librosa": librosa.__version__, "resampy": resampy.__version__, "numpy": np.__version__},
        "what": "200 samples each of librosa's time_stretch(0.8), pitch_shift(0.7) and both in a row on real clips (offset 0.4 s, duration 2.6 s), and of both with other settings on the signals of tools/golden/signals.py"}}},
        open(os.path.join(OUT, "manifest.json"), "w"), indent=1)


if __name__ == "__main__":
    main(sys.argv[1])
