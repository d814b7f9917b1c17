"""Calls librosa 0.11's features by the names and options of @ser/features; shared by features.py and fuzz_features.py."""
import re

import librosa
import numpy as np

feature = librosa.feature
SPECTRAL = {
    "spectralCentroid": feature.spectral_centroid,
    "spectralBandwidth": feature.spectral_bandwidth,
    "spectralRolloff": feature.spectral_rolloff,
    "spectralContrast": feature.spectral_contrast,
    "polyFeatures": feature.poly_features,
    "chromaStft": feature.chroma_stft,
}


def snake(options):
    """nFft to n_fft; 'max' to what librosa takes for it."""
    python = {re.sub("(?<!^)(?=[A-Z])", "_", name).lower(): value for name, value in options.items()}
    if python.get("norm") == "max":
        python["norm"] = np.inf
    if python.get("ref_magnitude") == "max":
        python["ref_magnitude"] = np.max
    if "beta_parameters" in python:
        python["beta_parameters"] = tuple(python["beta_parameters"])
    return python


def call(name, y, sr, options, given=None):
    """A dict of float arrays, frames x values. With `given`, of the spectrogram |stft(y, **given)| ** power instead of y."""
    o = snake(options)
    source = {"y": y}
    if given is not None:
        g = snake(given)
        power = g.pop("power", 1)
        source = {"S": np.abs(librosa.stft(y, **g)) ** power}
    if name == "zeroCrossingRate":
        out = feature.zero_crossing_rate(y, **o)
    elif name == "rms":
        out = feature.rms(**source, **o)
    elif name == "spectralFlatness":
        out = feature.spectral_flatness(**source, **o)
    elif name == "estimateTuning":
        out = np.array([[librosa.estimate_tuning(**source, sr=sr, **o)]])
    elif name == "tonnetz":
        out = feature.tonnetz(chroma=feature.chroma_stft(**source, sr=sr, tuning=0.0), sr=sr)
    elif name == "piptrack":
        pitches, magnitudes = librosa.piptrack(**source, sr=sr, **o)
        return {"pitches": pitches.T, "magnitudes": magnitudes.T}
    elif name == "yin":
        out = librosa.yin(y, sr=sr, **o)[np.newaxis]
    elif name == "pyin":
        f0, flag, prob = librosa.pyin(y, sr=sr, **{"fill_na": 0.0, **o})
        return {"f0": f0[:, np.newaxis], "voicedFlag": flag[:, np.newaxis].astype(float), "voicedProb": prob[:, np.newaxis]}
    else:
        out = SPECTRAL[name](**source, sr=sr, **o)
    return {"values": np.asarray(out, dtype=float).T}
