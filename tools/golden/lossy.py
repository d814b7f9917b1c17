"""Lossy files for @ser/audio-io, from formulas: MP3, Ogg Vorbis, Ogg Opus, Ogg FLAC and AAC, encoded by ffmpeg.

    python tools/golden/lossy.py

Needs numpy, soundfile and ffmpeg. Of what another decoder makes of each file (ffmpeg's own of MP3, FLAC and AAC; libvorbis and
libopus, by way of libsndfile, of the others, where ffmpeg's cut differently), 60 samples picked by seed and the RMS of each
channel are written; the length is that of what went in.
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import soundfile

from signals import noise

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "audio-io", "test", "golden")
SEED = 11
# name, rate, channels, samples, ffmpeg's arguments, extension, format
CASES = [
    ("MP3, mono, constant bit rate", 44100, 1, 14001, ["-c:a", "libmp3lame", "-b:a", "64k"], "mp3", "mp3"),
    ("MP3, joint stereo, variable bit rate", 48000, 2, 16000, ["-c:a", "libmp3lame", "-q:a", "5"], "mp3", "mp3"),
    ("MP3 of MPEG-2, 16 kHz", 16000, 1, 7777, ["-c:a", "libmp3lame", "-b:a", "32k"], "mp3", "mp3"),
    ("MP3 of MPEG-2.5, 8 kHz, without tags", 8000, 1, 4000,
     ["-c:a", "libmp3lame", "-b:a", "16k", "-id3v2_version", "0"], "mp3", "mp3"),
    ("Vorbis, mono", 44100, 1, 15001, ["-c:a", "libvorbis", "-q:a", "1"], "ogg", "vorbis"),
    ("Vorbis, stereo", 48000, 2, 16000, ["-c:a", "libvorbis", "-q:a", "1"], "ogg", "vorbis"),
    ("Vorbis, 16 kHz", 16000, 1, 7777, ["-c:a", "libvorbis", "-q:a", "1"], "ogg", "vorbis"),
    ("Opus, mono", 48000, 1, 20001, ["-c:a", "libopus", "-b:a", "32k"], "opus", "opus"),
    ("Opus, stereo", 48000, 2, 20001, ["-c:a", "libopus", "-b:a", "48k"], "opus", "opus"),
    ("Opus, speech mode, frames of 60 ms", 48000, 1, 30000,
     ["-c:a", "libopus", "-b:a", "12k", "-application", "voip", "-frame_duration", "60"], "opus", "opus"),
    ("FLAC in Ogg, stereo", 16000, 2, 7777, ["-c:a", "flac", "-f", "ogg"], "oga", "flac"),
    ("AAC in M4A, described at the end", 44100, 1, 15001, ["-c:a", "aac", "-b:a", "48k"], "m4a", "aac"),
    ("AAC in M4A, described first, stereo", 48000, 2, 16000,
     ["-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart"], "m4a", "aac"),
    ("AAC in ADTS", 16000, 1, 7777, ["-c:a", "aac", "-b:a", "24k"], "aac", "aac"),
]


def signal(rate, channels, count):
    t = np.arange(count) / rate
    voice = sum(np.sin(2 * np.pi * 140 * k * t * (1 + 0.1 * t)) / k for k in range(1, 12)) * 0.2
    other = 0.3 * np.sin(2 * np.pi * 310 * t) + 0.01 * noise(count, 5)
    return np.stack([voice, other], axis=1)[:, :channels]


def ffmpeg(*arguments):
    # bitexact: no dates and no version of ffmpeg inside, so that the same encoder writes the same bytes.
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *arguments], check=True)


def main():
    rng = np.random.default_rng(SEED)
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        for name, rate, channels, count, arguments, extension, form in CASES:
            wav, coded, back = (os.path.join(folder, file) for file in ("in.wav", f"coded.{extension}", "back.wav"))
            soundfile.write(wav, signal(rate, channels, count), rate, subtype="PCM_16")
            ffmpeg("-i", wav, "-map_metadata", "-1", "-flags", "+bitexact", "-fflags", "+bitexact", *arguments, coded)
            if form in ("vorbis", "opus"):
                back = coded
            else:
                ffmpeg("-i", coded, "-c:a", "pcm_f32le", back)
            decoded, out_rate = soundfile.read(back, dtype="float32", always_2d=True)
            index = np.sort(rng.choice(min(len(decoded), count), 60, replace=False))
            with open(coded, "rb") as file:
                data = file.read()
            cases.append({"name": name, "format": form, "sampleRate": out_rate, "channels": channels, "samples": count,
                          "index": index.tolist(),
                          "values": [[round(float(v), 7) for v in decoded[index, c]] for c in range(channels)],
                          "rms": [float(np.sqrt(np.mean(decoded[:, c].astype(np.float64) ** 2))) for c in range(channels)],
                          "file": base64.b64encode(data).decode()})
    text = json.dumps(cases) + "\n"
    with open(os.path.join(OUT, "lossy.json"), "w") as file:
        file.write(text)
    version = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True).stdout.split()[2]
    manifest = {"generator": "tools/golden/lossy.py", "seed": SEED,
                "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "soundfile": soundfile.__version__,
                             "ffmpeg": version, "libsndfile": soundfile.__libsndfile_version__},
                "sha256": {"lossy.json": hashlib.sha256(text.encode()).hexdigest()}}
    with open(os.path.join(OUT, "lossyManifest.json"), "w") as file:
        file.write(json.dumps(manifest, indent=2) + "\n")


main()
