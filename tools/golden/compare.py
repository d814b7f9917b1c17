"""Compares @ser/features and @ser/augment with librosa 0.8.1 on librosa's own waveforms, whole arrays, nothing kept:

    python tools/golden/compare.py CORPUS_DIR

Writes waveforms and features of the golden clips to a temporary folder, runs compare.ts over them, prints its table.
"""
import json
import os
import subprocess
import sys
import tempfile

import librosa
import numpy as np

from augment import CLIPS as AUGMENT_CLIPS, versions
from features import CLIPS, SAMPLE_RATE, report162

HERE = os.path.dirname(os.path.abspath(__file__))


def main(corpus):
    assert librosa.__version__ == "0.8.1"
    clips = sorted({*CLIPS, *AUGMENT_CLIPS})
    with tempfile.TemporaryDirectory() as folder:
        def put(name, values):
            np.asarray(values, "<f4").tofile(os.path.join(folder, name + ".f32"))

        for clip in clips:
            path = os.path.join(corpus, "Actor_" + clip[-2:], clip + ".flac")
            x, _ = librosa.load(path, offset=0.4, duration=2.6)
            put(clip, x)
            put(clip + ".features", report162(x))
            for name, y in versions(x).items():
                put(f"{clip}.{name}", y)
            image, _ = librosa.load(path, offset=0.5, duration=2.6)
            put(clip + ".image", image)
            put(clip + ".mfcc", librosa.feature.mfcc(y=image, sr=SAMPLE_RATE, n_mfcc=20, n_fft=512, hop_length=256).T)
        json.dump(clips, open(os.path.join(folder, "clips.json"), "w"))
        root = os.path.join(HERE, "..", "..")
        subprocess.run(["node", "--conditions=@ser/source", "--import", "tsx", os.path.join(HERE, "compare.ts"), folder], cwd=root, check=True)


if __name__ == "__main__":
    main(sys.argv[1])
