"""Golden file of @ser/audio-io: librosa.load of librosa 0.8.1 (requirements-librosa081.txt).

    python tools/golden/audio_io.py CORPUS_DIR

CORPUS_DIR is RAVDESS as in its README. Of each clip 60 samples picked by seed and its statistics are written: no audio.
"""
import hashlib
import json
import os
import sys
import warnings

import librosa
import numpy as np
import resampy
import soundfile

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "audio-io", "test", "golden")
SEED = 6
# The five stereo clips, then quiet and loud ones of several actors.
CLIPS = ["03-01-02-01-01-02-01", "03-01-08-01-02-02-01", "03-01-02-01-02-02-05", "03-01-03-01-02-01-20",
         "03-01-06-01-01-02-20", "03-01-01-01-01-01-01", "03-01-05-02-01-01-02", "03-01-04-02-02-01-17",
         "03-01-07-01-02-02-12", "03-01-06-02-02-02-24", "03-01-02-02-01-01-09", "03-01-03-02-02-01-14"]
OPTIONS = [{"offset": 0.5, "duration": 2.6}, {}, {"sampleRate": 16000, "offset": 0.4, "duration": 1.2345},
           {"sampleRate": None, "offset": 0.123456, "duration": 0.7}, {"sampleRate": 22050, "offset": 2.9, "duration": 2.6}]


def main():
    corpus = sys.argv[1]
    rng = np.random.default_rng(SEED)
    cases = []
    for number, clip in enumerate(CLIPS):
        path = os.path.join(corpus, f"Actor_{clip[-2:]}", f"{clip}.flac")
        for options in [OPTIONS[0], OPTIONS[1 + number % 4]]:
            y, rate = librosa.load(path, sr=options.get("sampleRate", 22050), offset=options.get("offset", 0.0),
                                   duration=options.get("duration"))
            index = np.sort(rng.choice(len(y), 60, replace=False))
            cases.append({"clip": clip, "options": options, "sampleRate": int(rate), "length": len(y),
                          "index": index.tolist(), "values": [float(v) for v in y[index]],
                          "rms": float(np.sqrt(np.mean(y.astype(np.float64) ** 2))),
                          "mean": float(np.mean(y.astype(np.float64))), "peak": float(np.max(np.abs(y)))})
    os.makedirs(OUT, exist_ok=True)
    text = json.dumps(cases) + "\n"
    with open(os.path.join(OUT, "load.json"), "w") as file:
        file.write(text)
    manifest = {"generator": "tools/golden/audio_io.py", "seed": SEED,
                "versions": {"python": sys.version.split()[0], "librosa": librosa.__version__, "resampy": resampy.__version__,
                             "numpy": np.__version__, "soundfile": soundfile.__version__,
                             "libsndfile": soundfile.__libsndfile_version__},
                "sha256": {"load.json": hashlib.sha256(text.encode()).hexdigest()}}
    with open(os.path.join(OUT, "manifest.json"), "w") as file:
        file.write(json.dumps(manifest, indent=2) + "\n")


main()
