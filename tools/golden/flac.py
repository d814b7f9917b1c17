"""FLAC files of libFLAC for @ser/audio-io, from formulas: every kind of subframe and of stereo, 8 to 24 bits.

    python tools/golden/flac.py

Needs numpy and soundfile only. What the files hold is checked by the SHA-256 of the integers that went in.
"""
import base64
import hashlib
import io
import json
import os
import sys

import numpy as np
import soundfile

from signals import noise

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "audio-io", "test", "golden")
SUBTYPES = {8: "PCM_S8", 16: "PCM_16", 24: "PCM_24"}


def integers(values, bits):
    """Of [-1, 1) in the upper bits of int32, as libsndfile wants them; the lower ones are zero."""
    top = 2 ** (bits - 1)
    return (np.clip(np.round(values * top), -top, top - 1).astype(np.int64) * 2 ** (32 - bits)).astype(np.int32)


def signals():
    t = np.arange(1500) / 16000
    voice = sum(np.sin(2 * np.pi * 140 * k * t * (1 + 0.1 * t)) / k for k in range(1, 12)) * 0.3
    hiss = noise(1500, 5)
    square = np.where(np.arange(1500) % 50 < 25, 1.0, -1.0)
    coarse = np.round(voice * 32) / 32
    return {
        "voice": voice + 0.001 * hiss,
        "noise": hiss,
        "square": square,
        "silence": np.zeros(1500),
        "coarse": coarse,
        "ramp": np.arange(1500) / 1500 - 0.5,
        "alike": np.stack([voice, voice + 0.001 * hiss], axis=1),
        "alike, swapped": np.stack([voice + 0.001 * hiss, voice], axis=1),
        "opposite": np.stack([voice + 0.01 * hiss, -voice], axis=1),
        "unlike": np.stack([voice, hiss], axis=1),
        "three": np.stack([voice, hiss, square], axis=1),
    }


def main():
    cases = []
    for name, values in signals().items():
        for bits in (8, 16, 24):
            for level in (0.0, 1.0):
                data = integers(values, bits)
                file = io.BytesIO()
                soundfile.write(file, data, 16000, format="FLAC", subtype=SUBTYPES[bits], compression_level=level)
                plain = (data >> (32 - bits)).astype("<i4")
                cases.append({"name": f"{name}, {bits} bits, level {level}", "bits": bits,
                              "sha256": hashlib.sha256(plain.tobytes()).hexdigest(),
                              "file": base64.b64encode(file.getvalue()).decode()})
    text = json.dumps(cases) + "\n"
    with open(os.path.join(OUT, "flac.json"), "w") as file:
        file.write(text)
    manifest = {"generator": "tools/golden/flac.py",
                "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "soundfile": soundfile.__version__,
                             "libsndfile": soundfile.__libsndfile_version__},
                "sha256": {"flac.json": hashlib.sha256(text.encode()).hexdigest()}}
    with open(os.path.join(OUT, "flacManifest.json"), "w") as file:
        file.write(json.dumps(manifest, indent=2) + "\n")


main()
