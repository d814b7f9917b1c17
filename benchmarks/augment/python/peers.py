"""audiomentations' and librosa's calculator: argument { clip, sounds, drawn } (JSON); answers as features/programs/answerRequests.ts does."""
import json
import os
import sys
import warnings

import audiomentations as am
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "features", "python"))
from answer_requests import answer_requests, installed
from padded_by_reflection import pitch_shift, time_stretch

warnings.simplefilter("ignore")
given = json.loads(sys.argv[-1])
y = np.fromfile(given["clip"], np.float32)
sounds, drawn = given["sounds"], given["drawn"]
SR = 22050
N = len(y)


def amplitude(decibels):
    return 10 ** (decibels / 20)


def frozen(transform, **parameters):
    """audiomentations with what ours drew."""
    transform.randomize_parameters(y, SR)
    transform.parameters.update(parameters)
    return lambda: transform.apply(y, SR)


def filtered(transform, name):
    values = drawn[name]
    return frozen(transform, center_freq=values["frequency"], gain_db=values["gainDb"], q_factor=values["q"])


def gain_transition(v):
    fade = round(v["duration"] * SR)
    start = int(np.floor(v["position"] * (N + fade) + 0.5)) - fade
    return frozen(am.GainTransition(p=1), start_gain_db=v["startGainDb"], end_gain_db=v["endGainDb"], fade_time_samples=fade, t0=start)


def time_mask(v):
    length = int(np.floor(v["fraction"] * N + 0.5))
    return frozen(am.TimeMask(fade_duration=0.0, p=1), t=length, t0=int(v["position"] * (N - length + 1)))


def repeat_part(v):
    part = int(v["partDuration"] * SR)
    half = (int(0.005 * SR) + 1) // 2
    first = half + int(v["position"] * (N - part - 2 * half + 1))
    return frozen(am.RepeatPart(max_part_duration=0.5, p=1), should_apply=True, part_num_samples=part, part_start_index=first, repeats=v["repeats"])


def short_noises(v):
    rows = zip(v["starts"], v["snrsDb"], v["fadeIns"], v["fadeOuts"])
    noises = [{"fade_in_time": fade_in, "start": start, "end": start + 0.2, "fade_out_time": fade_out, "file_path": sounds["knock"],
               "snr_db": snr_db, "rms_db": -30} for start, snr_db, fade_in, fade_out in rows]
    return frozen(am.AddShortNoises(sounds["knock"], p=1), should_apply=True, sounds=noises)


def seven_bands(v):
    eq = am.SevenBandParametricEQ(p=1)
    eq.randomize_parameters(y, SR)
    bands = zip([eq.low_shelf_filter, *eq.peaking_filters, eq.high_shelf_filter], v["frequencies"], v["gainsDb"], v["qs"])
    for each, frequency, gain_db, q in bands:
        each.parameters.update(center_freq=frequency, gain_db=gain_db, q_factor=q)
    return lambda: eq.apply(y, SR)


def stretch(v):
    run = frozen(am.TimeStretch(leave_length_unchanged=False, p=1), rate=v["rate"])
    # It rounds half a sample up, ours as Python does.
    return lambda: run()[: round(N / v["rate"])]


def loudness(v):
    """What it measures, it measures while drawing."""
    transform = am.LoudnessNormalization(min_lufs=v["lufs"], max_lufs=v["lufs"], p=1)

    def run():
        transform.randomize_parameters(y, SR)
        return transform.apply(y, SR)

    return run


# Made when they are first asked for, as some need what is not installed.
makers = {
    "audiomentations": {
        "adjustDuration": lambda v: frozen(am.AdjustDuration(duration_seconds=v["duration"], p=1)),
        "airAbsorption": lambda v: frozen(am.AirAbsorption(p=1), temperature=v["temperature"], humidity=v["humidity"], distance=v["distance"]),
        "aliasing": lambda v: frozen(am.Aliasing(p=1), new_sample_rate=v["rate"]),
        "backgroundNoise": lambda v: frozen(am.AddBackgroundNoise(sounds["rain"], p=1), snr_db=v["snrDb"]),
        # 6 dB an octave is one section, as ours.
        "bandPassFilter": lambda v: frozen(am.BandPassFilter(min_rolloff=6, max_rolloff=6, p=1), center_freq=v["center"], bandwidth=v["bandwidth"] * v["center"]),
        "clippingDistortion": lambda v: frozen(am.ClippingDistortion(p=1), percentile_threshold=v["percent"]),
        "colorNoise": lambda v: frozen(am.AddColorNoise(p=1, p_apply_a_weighting=0.0), f_decay=v["slopeDb"]),
        "gain": lambda v: frozen(am.Gain(p=1), amplitude_ratio=amplitude(v["gainDb"])),
        "gainTransition": gain_transition,
        "highPassFilter": lambda v: frozen(am.HighPassFilter(min_rolloff=12, max_rolloff=12, p=1), cutoff_freq=v["cutoff"]),
        "highShelfFilter": lambda v: filtered(am.HighShelfFilter(p=1), "highShelfFilter"),
        "impulseResponse": lambda v: frozen(am.ApplyImpulseResponse(sounds["hall"], leave_length_unchanged=True, p=1)),
        "loudnessNormalization": loudness,
        "lowPassFilter": lambda v: frozen(am.LowPassFilter(min_rolloff=12, max_rolloff=12, p=1), cutoff_freq=v["cutoff"]),
        "lowShelfFilter": lambda v: filtered(am.LowShelfFilter(p=1), "lowShelfFilter"),
        "noise": lambda v: frozen(am.AddGaussianNoise(p=1)),
        "normalize": lambda v: frozen(am.Normalize(p=1), max_amplitude=np.abs(y).max()),
        "peakingFilter": lambda v: filtered(am.PeakingFilter(p=1), "peakingFilter"),
        "pitchShiftSinc": lambda v: frozen(am.PitchShift(p=1), num_semitones=v["nSteps"]),
        "polarityInversion": lambda v: frozen(am.PolarityInversion(p=1)),
        "repeatPart": repeat_part,
        "reverse": lambda v: frozen(am.Reverse(p=1)),
        "sevenBandParametricEq": seven_bands,
        "shift": lambda v: frozen(am.Shift(shift_unit="samples", min_shift=1, max_shift=1, fade_duration=0.0, p=1), shift_amount=v["samples"]),
        "shortNoises": short_noises,
        "speedPerturbation": lambda v: frozen(am.Resample(p=1), target_sample_rate=SR / v["speed"]),
        "tanhDistortion": lambda v: frozen(am.TanhDistortion(p=1), distortion_amount=v["amount"]),
        "timeMask": time_mask,
        "timeStretch": stretch,
        "trimSilence": lambda v: frozen(am.Trim(top_db=v["topDb"], p=1)),
    },
    "librosa": {
        "timeStretch": lambda v: lambda: time_stretch(y, v["rate"]),
        "pitchShiftSinc": lambda v: lambda: pitch_shift(y, SR, v["nSteps"], "soxr_hq"),
    },
    "librosaKaiser": {"pitchShift": lambda v: lambda: pitch_shift(y, SR, v["nSteps"], "kaiser_best")},
}
made = {}


def calculation(what):
    if what not in made:
        peer, name = what.split(":")
        made[what] = makers[peer][name](drawn[name])
    return made[what]


libraries = ", ".join(map(installed, ("librosa", "soxr", "resampy", "scipy", "numpy")))
answer_requests(f"audiomentations {am.__version__} ({libraries})", calculation)
