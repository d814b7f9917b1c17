"""FLAC files for @ser/audio-io, from formulas: every kind of subframe and of stereo, 8 to 32 bits.

    python tools/golden/flac.py

flac.json is of libFLAC by way of libsndfile, flacHard.json of the programs `flac` and `ffmpeg` with options at their ends:
needs numpy, soundfile and those two. What the files hold is checked by the SHA-256 of the integers that went in.
"""
import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile

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


def hard_signals():
    t = np.arange(2000) / 16000
    voice = sum(np.sin(2 * np.pi * 140 * k * t * (1 + 0.1 * t)) / k for k in range(1, 12)) * 0.3
    hiss = noise(2000, 5)
    edges = np.where(np.arange(2000) % 7 < 3, 1.0, -1.0)
    many = np.stack([voice * (1 - 0.1 * c) + 0.001 * c * hiss for c in range(8)], axis=1)
    return {"voice": voice + 0.001 * hiss, "noise": hiss, "alike": np.stack([voice, voice + 0.001 * hiss], axis=1),
            "opposite ends": np.stack([edges, -edges], axis=1), "eight": many}


# name, signal, bits, rate, program, arguments
HARD = [
    ("32 bits", "voice", 32, 16000, "flac", ["-8"]),
    ("32 bits, fixed predictors", "voice", 32, 16000, "flac", ["-0"]),
    ("32 bits of noise", "noise", 32, 16000, "flac", ["-5"]),
    ("32 bits, a side channel of 33", "alike", 32, 16000, "flac", ["-8"]),
    ("32 bits, a side channel at the ends of 33", "opposite ends", 32, 16000, "flac", ["-5"]),
    ("32 bits, side channel by fixed predictors", "alike", 32, 16000, "flac", ["-1"]),
    ("blocks of 16 samples", "voice", 16, 16000, "flac", ["-8", "--lax", "-b", "16"]),
    ("one block of 65,535", "voice", 16, 16000, "flac", ["-8", "--lax", "-b", "65535"]),
    ("32 weights of 15 bits", "voice", 16, 16000, "flac", ["-8", "--lax", "-l", "32", "-q", "15", "-b", "512"]),
    ("32 weights, 24 bits", "alike", 24, 48000, "flac", ["-8", "--lax", "-l", "32", "-e", "-b", "1024"]),
    ("Rice codes in one part", "noise", 16, 16000, "flac", ["-5", "-r", "0,0"]),
    ("Rice codes in many parts", "voice", 16, 16000, "flac", ["-8", "--lax", "-r", "8,15", "-b", "2048"]),
    ("a seek table, padding and an odd rate", "voice", 16, 12345, "flac", ["-5", "-S", "0.02s", "-P", "777", "-b", "256"]),
    ("192 kHz", "voice", 24, 192000, "flac", ["-5"]),
    ("655,350 Hz", "voice", 16, 655350, "flac", ["-5", "--lax"]),
    ("eight channels", "eight", 16, 48000, "flac", ["-8"]),
    ("of a pipe: no length and no MD5", "alike", 16, 16000, "flac to a pipe", ["-5"]),
    ("ffmpeg, level 12", "alike", 16, 16000, "ffmpeg", ["-compression_level", "12"]),
    ("ffmpeg, Cholesky, left-side", "alike", 16, 16000, "ffmpeg", ["-lpc_type", "cholesky", "-ch_mode", "left_side"]),
    ("ffmpeg, right-side", "alike", 16, 16000, "ffmpeg", ["-ch_mode", "right_side"]),
    ("ffmpeg, mid-side, exact Rice parameters", "alike", 24, 48000, "ffmpeg",
     ["-ch_mode", "mid_side", "-exact_rice_parameters", "1"]),
]


def encode(data, bits, rate, program, arguments):
    """The bytes that a program writes of `data`."""
    channels = 1 if data.ndim == 1 else data.shape[1]
    with tempfile.TemporaryDirectory() as folder:
        wav, raw, flac = (os.path.join(folder, name) for name in ("in.wav", "in.raw", "out.flac"))
        if program == "ffmpeg":
            soundfile.write(wav, data, rate, subtype=f"PCM_{bits}")
            subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", wav, "-map_metadata", "-1", "-flags", "+bitexact",
                            "-fflags", "+bitexact", "-c:a", "flac", *arguments, flac], check=True)
        else:
            # Little-endian integers of as many bytes as the bits take.
            plain = (data >> (32 - bits)).astype("<i4").reshape(-1, 1).view(np.uint8)[:, : bits // 8].tobytes()
            padding = [] if "-P" in arguments else ["--no-padding"]
            command = ["flac", "--totally-silent", "--force-raw-format", "--endian=little", "--sign=signed",
                       f"--channels={channels}", f"--bps={bits}", f"--sample-rate={rate}", *padding,
                       *arguments]
            if program == "flac to a pipe":
                # The encoder cannot go back there and fill in what it did not know at the start.
                return subprocess.run([*command, "-c", "-"], input=plain, stdout=subprocess.PIPE, check=True).stdout
            with open(raw, "wb") as file:
                file.write(plain)
            subprocess.run([*command, "-o", flac, raw], check=True)
        with open(flac, "rb") as file:
            return file.read()


def write_hard():
    values = hard_signals()
    cases = []
    for name, signal, bits, rate, program, arguments in HARD:
        data = integers(values[signal], bits)
        file = encode(data, bits, rate, program, arguments)
        plain = (data >> (32 - bits)).astype("<i4")
        cases.append({"name": name, "bits": bits, "channels": 1 if data.ndim == 1 else data.shape[1], "sampleRate": rate,
                      "isVerified": program != "flac to a pipe", "sha256": hashlib.sha256(plain.tobytes()).hexdigest(),
                      "file": base64.b64encode(file).decode()})
    text = json.dumps(cases) + "\n"
    with open(os.path.join(OUT, "flacHard.json"), "w") as file:
        file.write(text)
    return text


def version(program, flag):
    return subprocess.run([program, flag], capture_output=True, text=True, check=True).stdout.split("\n")[0].split(" Copyright")[0]


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
                             "libsndfile": soundfile.__libsndfile_version__, "flac": version("flac", "--version"),
                             "ffmpeg": version("ffmpeg", "-version")},
                "sha256": {"flac.json": hashlib.sha256(text.encode()).hexdigest(),
                           "flacHard.json": hashlib.sha256(write_hard().encode()).hexdigest()}}
    with open(os.path.join(OUT, "flacManifest.json"), "w") as file:
        file.write(json.dumps(manifest, indent=2) + "\n")


main()
