"""What the resampler is worth in the report's 162 features: librosa 0.11's default, soxr_hq, beside ours.

    python tools/golden/resampled_features.py CORPUS_DIR [CLIPS]

Loads CLIPS (24) real clips by librosa.load with soxr_hq, runs resampledFeatures.ts over them, prints its table; nothing is kept.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

import librosa
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def main(corpus, count):
    assert librosa.__version__.startswith("0.11")
    paths = sorted(glob.glob(os.path.join(corpus, "Actor_*", "*.flac")))
    chosen = [paths[i] for i in np.linspace(0, len(paths) - 1, count).astype(int)]
    with tempfile.TemporaryDirectory() as folder:
        for i, path in enumerate(chosen):
            y, _ = librosa.load(path, offset=0.4, duration=2.6)
            y.astype("<f4").tofile(os.path.join(folder, f"{i}.f32"))
        json.dump({"paths": [os.path.abspath(path) for path in chosen], "librosa": librosa.__version__}, open(os.path.join(folder, "clips.json"), "w"))
        command = ["node", "--conditions=@ser/source", "--import", "tsx", os.path.join(HERE, "resampledFeatures.ts"), folder]
        subprocess.run(command, cwd=os.path.join(HERE, "..", ".."), check=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 24)
