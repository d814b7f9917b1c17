"""How near the resamplers of @ser/dsp are to librosa's default, soxr_hq, on whole clips at 48 kHz; nothing is kept:

    python tools/golden/resamplers.py CORPUS_DIR     with librosa 0.11 and soxr (requirements-librosa011.txt)

Takes two clips of each actor, runs resamplers.ts over them, prints a table: differences relative to a clip's peak (the largest of
all clips) and to its root mean square (of all clips together).
"""
import glob
import os
import subprocess
import sys
import tempfile

import librosa
import numpy as np
import soxr

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE, TARGET = 48000, 22050


def main(corpus):
    paths = [path for actor in sorted(glob.glob(os.path.join(corpus, "Actor_*")))
             for path in sorted(glob.glob(os.path.join(actor, "*.flac")))[::31][:2]]
    expected = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            y, rate = librosa.load(path, sr=None)
            assert rate == SOURCE
            name = os.path.basename(path)[:-5]
            y.tofile(os.path.join(folder, name + ".f32"))
            expected[name] = librosa.resample(y, orig_sr=SOURCE, target_sr=TARGET)
        subprocess.run(["node", "--conditions=@ser/source", "--import", "tsx", os.path.join(HERE, "resamplers.ts"), folder,
                        str(SOURCE), str(TARGET)], cwd=os.path.join(HERE, "..", ".."), check=True)
        print(f"{len(paths)} clips, {SOURCE} to {TARGET} Hz, librosa {librosa.__version__}, soxr {soxr.__version__}\n")
        print("| resampler | largest difference / peak | rms of the difference / rms | median clip, rms |\n|---|---|---|---|")
        for resampler in ("sinc_hq", "kaiser_best", "kaiser_fast"):
            largest, error, power, clips = 0.0, 0.0, 0.0, []
            for name, wanted in expected.items():
                ours = np.fromfile(os.path.join(folder, f"{name}.{resampler}"), "<f4").astype(np.float64)
                # The last sample: soxr may make one less, which librosa fills with a zero.
                gap, wanted = (ours - wanted)[:-1], wanted[:-1].astype(np.float64)
                largest = max(largest, np.abs(gap).max() / np.abs(wanted).max())
                error, power = error + np.sum(gap ** 2), power + np.sum(wanted ** 2)
                clips.append(np.sqrt(np.sum(gap ** 2) / np.sum(wanted ** 2)))
            print(f"| `{resampler}` | {largest:.1e} | {np.sqrt(error / power):.1e} | {np.median(clips):.1e} |")


if __name__ == "__main__":
    main(sys.argv[1])
