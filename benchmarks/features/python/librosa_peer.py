"""librosa's calculator: argument FILES (JSON); answers requests as programs/answerRequests.ts does."""
import json
import sys

import librosa
import numpy as np

from answer_requests import answer_requests, installed
from padded_by_reflection import pitch_shift, time_stretch

files = json.loads(sys.argv[-1])
file, offset, duration = files["file"], files["offset"], files["duration"]
original, y, speech = (np.fromfile(files["raw"][rate], np.float32) for rate in ("48000", "22050", "16000"))
SR = 22050
PITCH_RANGE = {"fmin": 65.4, "fmax": 2093}
# What the report's librosa 0.8.1 pads with: 0.11 would compute another stretch and slightly other features.
REFLECT = {"pad_mode": "reflect"}
rng = np.random.default_rng(6)


def load(res_type, start=offset):
    return librosa.load(file, sr=SR, offset=start, duration=duration, res_type=res_type)[0]


def resample(res_type):
    return librosa.resample(original, orig_sr=48000, target_sr=SR, res_type=res_type)


def report162(samples):
    feature = librosa.feature
    magnitude = np.abs(librosa.stft(samples, **REFLECT))
    blocks = (
        feature.zero_crossing_rate(samples),
        feature.chroma_stft(S=magnitude, sr=SR),
        feature.mfcc(y=samples, sr=SR, **REFLECT),
        feature.rms(y=samples, **REFLECT),
        feature.melspectrogram(y=samples, sr=SR, **REFLECT),
    )
    return [block.mean(axis=1) for block in blocks]


def report_mfcc(samples):
    return librosa.feature.mfcc(y=samples, sr=SR, n_mfcc=20, n_fft=512, hop_length=256, **REFLECT)


def recipe(res_type):
    samples = load(res_type, 0.4)
    noisy = samples + 0.035 * 0.5 * np.max(samples) * rng.normal(size=len(samples))
    rows = [report162(x) for x in (samples, noisy, pitch_shift(time_stretch(samples, 0.8), SR, 0.7, res_type))]
    return [*rows[0], *rows[2], report_mfcc(load(res_type))]


def mfcc_frames(samples, sr, n_mfcc=20, **options):
    mel = librosa.feature.melspectrogram(y=samples, sr=sr, center=False, **options)
    return librosa.feature.mfcc(S=librosa.power_to_db(mel, top_db=None), n_mfcc=n_mfcc)


def pyin():
    f0, flag, probability = librosa.pyin(y, sr=SR, fill_na=0.0, **PITCH_RANGE)
    return [f0, flag, probability]


calculations = {
    "loadSinc": lambda: load("soxr_hq"),
    "loadKaiser": lambda: load("kaiser_best"),
    "resampleSinc": lambda: resample("soxr_hq"),
    "resampleKaiser": lambda: resample("kaiser_best"),
    "stft": lambda: librosa.stft(y),
    "mfcc2048": lambda: librosa.feature.mfcc(y=y, sr=SR),
    "mfcc512": lambda: librosa.feature.mfcc(y=y, sr=SR, n_fft=512, hop_length=256),
    "mfccFrames": lambda: mfcc_frames(y, SR),
    "mfccStream": lambda: mfcc_frames(speech, 16000, n_mfcc=13, n_fft=512, hop_length=160, n_mels=40),
    "melSpectrogram": lambda: librosa.feature.melspectrogram(y=y, sr=SR),
    "chromaStft": lambda: librosa.feature.chroma_stft(y=y, sr=SR),
    "zeroCrossingRate": lambda: librosa.feature.zero_crossing_rate(y),
    "rms": lambda: librosa.feature.rms(y=y),
    "yin": lambda: librosa.yin(y, sr=SR, **PITCH_RANGE),
    "pyin": pyin,
    "timeStretch": lambda: time_stretch(y, 0.8),
    "pitchShiftSinc": lambda: pitch_shift(y, SR, 0.7, "soxr_hq"),
    "pitchShiftKaiser": lambda: pitch_shift(y, SR, 0.7, "kaiser_best"),
    "report162": lambda: report162(y),
    "recipeSinc": lambda: recipe("soxr_hq"),
    "recipeKaiser": lambda: recipe("kaiser_best"),
}


title = f"librosa {librosa.__version__} ({', '.join(map(installed, ('soxr', 'resampy', 'numpy')))})"
answer_requests(title, calculations.__getitem__)
