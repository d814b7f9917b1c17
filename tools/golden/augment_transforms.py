"""Golden file of @ser/augment's transforms, with audiomentations 0.43.1, pyloudnorm and scipy:  python tools/golden/augment_transforms.py

Each case: our augmentation's name, options and drawn values, and 200 samples of what the other one gives on a signal of signals.py.
"""
import hashlib
import json
import os
import platform
import tempfile
from importlib.metadata import version

import audiomentations as am
import librosa
import numpy as np
import pyloudnorm
import scipy
import scipy.io.wavfile
import scipy.signal as sg

from signals import SAMPLE_RATE, noise, synthetic

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "augment", "test", "golden")
SEED = 6


def frozen(transform, x, **parameters):
    """audiomentations with given instead of drawn parameters."""
    transform.randomize_parameters(x, SAMPLE_RATE)
    transform.parameters.update(parameters)
    return transform.apply(x, SAMPLE_RATE)


def biquad(transform, *parameters):
    sos = transform._get_biquad_coefficients_from_input_parameters(*parameters, SAMPLE_RATE)
    return lambda x: sg.sosfilt(sos, x.astype(np.float64))


def band_pass(x, center, bandwidth):
    """The cookbook's, 0 dB at the centre."""
    w = 2 * np.pi * center / SAMPLE_RATE
    alpha = np.sin(w) / 2 * bandwidth
    return sg.lfilter([alpha, 0, -alpha], [1 + alpha, -2 * np.cos(w), 1 - alpha], x.astype(np.float64))


def seven_bands(x, frequencies, gains, qs):
    """SevenBandParametricEQ's filters from rest."""
    eq = am.SevenBandParametricEQ()
    filters = [eq.low_shelf_filter, *eq.peaking_filters, eq.high_shelf_filter]
    bands = zip(filters, frequencies, gains, qs)
    sos = [f._get_biquad_coefficients_from_input_parameters(frequency, gain, q, SAMPLE_RATE)[0] for f, frequency, gain, q in bands]
    return sg.sosfilt(sos, x.astype(np.float64))


def repeated(x, part, position, repeats, mode, crossfade):
    half = (int(crossfade * SAMPLE_RATE) + 1) // 2
    first = half + int(position * (len(x) - part - 2 * half + 1))
    transform = am.RepeatPart(min_part_duration=part / SAMPLE_RATE, max_part_duration=part / SAMPLE_RATE, mode=mode, crossfade_duration=crossfade, p=1)
    y = frozen(transform, x, should_apply=True, part_num_samples=part, part_start_index=first, repeats=repeats)
    if mode == "insert":
        # There audiomentations fades the part's continuation into itself, which dips by 0.4 %.
        seam = slice(first + (repeats + 1) * part - half, first + (repeats + 1) * part + half)
        y[seam] = x[first + part - half : first + part + half]
    return y


def short_noises(x, sound, drawn):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "noise.wav")
        scipy.io.wavfile.write(path, SAMPLE_RATE, sound)
        rows = zip(drawn["starts"], drawn["snrsDb"], drawn["fadeIns"], drawn["fadeOuts"])
        sounds = [{"fade_in_time": fade_in, "start": start, "end": start + len(sound) / SAMPLE_RATE, "fade_out_time": fade_out,
                   "file_path": path, "snr_db": snr_db, "rms_db": -30} for start, snr_db, fade_in, fade_out in rows]
        return frozen(am.AddShortNoises(path, p=1), x, should_apply=True, sounds=sounds)


def cases(x):
    n = len(x)
    rms = lambda y: np.sqrt(np.mean(y.astype(np.float64) ** 2))
    room = (noise(4000, 9) * np.exp(-np.arange(4000) / 600)).astype(np.float32)
    wet = sg.fftconvolve(x.astype(np.float64), room)[:n]
    # (name, options, drawn beside them, output, the other one)
    yield "gain", {"gainDb": -7.5}, {}, frozen(am.Gain(p=1), x, amplitude_ratio=10 ** (-7.5 / 20)), "audiomentations Gain"
    yield "polarityInversion", {}, {}, frozen(am.PolarityInversion(p=1), x), "audiomentations PolarityInversion"
    yield "reverse", {}, {}, frozen(am.Reverse(p=1), x), "audiomentations Reverse"
    yield "normalize", {"peakDb": 0}, {}, frozen(am.Normalize(p=1), x, max_amplitude=np.abs(x).max()), "audiomentations Normalize"
    yield "clippingDistortion", {"percent": 20}, {}, frozen(am.ClippingDistortion(p=1), x, percentile_threshold=20), "audiomentations ClippingDistortion"
    yield "tanhDistortion", {"amount": 0.4}, {}, frozen(am.TanhDistortion(p=1), x, distortion_amount=0.4), "audiomentations TanhDistortion"
    fade = round(0.1 * SAMPLE_RATE)
    yield ("gainTransition", {"startGainDb": -12, "endGainDb": 3, "duration": 0.1}, {"position": 0.5},
           frozen(am.GainTransition(p=1), x, start_gain_db=-12, end_gain_db=3, fade_time_samples=fade, t0=int(np.floor(0.5 * (n + fade) + 0.5)) - fade), "audiomentations GainTransition")
    t = int(np.floor(0.2 * n + 0.5))
    yield "timeMask", {"fraction": 0.2}, {"position": 0.5}, frozen(am.TimeMask(p=1, fade_duration=0.0), x, t=t, t0=int(0.5 * (n - t + 1))), "audiomentations TimeMask"
    for order in (2, 8):
        low = sg.butter(order, 1000, "low", fs=SAMPLE_RATE, output="sos")
        high = sg.butter(order, 300, "high", fs=SAMPLE_RATE, output="sos")
        yield "lowPassFilter", {"cutoff": 1000, "order": order}, {}, sg.sosfilt(low, x.astype(np.float64)), "scipy butter, sosfilt"
        yield "highPassFilter", {"cutoff": 300, "order": order}, {}, sg.sosfilt(high, x.astype(np.float64)), "scipy butter, sosfilt"
    yield "bandPassFilter", {"center": 1200, "bandwidth": 0.5}, {}, band_pass(x, 1200, 0.5), "scipy lfilter"
    yield "lowShelfFilter", {"frequency": 400, "gainDb": -9, "q": 0.7}, {}, biquad(am.LowShelfFilter(), 400, -9, 0.7)(x), "audiomentations LowShelfFilter's coefficients, scipy sosfilt"
    yield "highShelfFilter", {"frequency": 3000, "gainDb": 6, "q": 0.5}, {}, biquad(am.HighShelfFilter(), 3000, 6, 0.5)(x), "audiomentations HighShelfFilter's coefficients, scipy sosfilt"
    yield "peakingFilter", {"frequency": 1000, "gainDb": 12, "q": 2}, {}, biquad(am.PeakingFilter(), 1000, 12, 2)(x), "audiomentations PeakingFilter's coefficients, scipy sosfilt"
    yield "aliasing", {"rate": 6000}, {}, frozen(am.Aliasing(p=1), x, new_sample_rate=6000), "audiomentations Aliasing"
    loudness = pyloudnorm.Meter(SAMPLE_RATE, filter_class="DeMan").integrated_loudness(x.astype(np.float64))
    yield "loudnessNormalization", {"lufs": -23}, {}, x * 10 ** ((-23 - loudness) / 20), "pyloudnorm Meter, DeMan"
    for temperature, humidity, distance in ((10, 30, 100), (20, 71, 40)):
        yield ("airAbsorption", {"temperature": temperature, "humidity": humidity, "distance": distance}, {},
               frozen(am.AirAbsorption(p=1), x, temperature=temperature, humidity=humidity, distance=distance), "audiomentations AirAbsorption")
    frequencies, gains, qs = [60, 150, 300, 700, 1500, 3000, 7000], [-12, 9, -6, 3, 12, -9, 6], [0.5, 1, 2, 3, 4, 5, 0.9]
    yield ("sevenBandParametricEq", {}, {"frequencies": frequencies, "gainsDb": gains, "qs": qs},
           seven_bands(x, frequencies, gains, qs), "audiomentations SevenBandParametricEQ's coefficients, scipy sosfilt")
    for mode, repeats in (("insert", 2), ("replace", 2), ("replace", 30)):
        part = int(0.05 * SAMPLE_RATE)
        yield ("repeatPart", {"repeats": repeats, "partDuration": 0.05, "crossfadeDuration": 0.005, "mode": mode}, {"position": 0.3},
               repeated(x, part, 0.3, repeats, mode, 0.005), "audiomentations RepeatPart")
    quiet = np.concatenate([np.zeros(7000), x, np.zeros(9000)]).astype(np.float32)
    yield "trimSilence", {"topDb": 30}, {}, librosa.effects.trim(quiet, top_db=30)[0], "librosa effects.trim"
    drawn = {"noises": [0, 0, 0], "starts": [-0.03, 0.2, 0.25], "snrsDb": [-6, 3, 10], "fadeIns": [0.005, 0.08, 0.01], "fadeOuts": [0.01, 0.1, 0.02]}
    yield "shortNoises", {}, drawn, short_noises(x, room, drawn), "audiomentations AddShortNoises"
    yield "impulseResponse", {}, {"response": 0}, wet * (rms(x) / rms(wet)), "scipy fftconvolve"


def main():
    rng = np.random.default_rng(SEED)
    rows = []
    for signal in ["vowel", "burst"]:
        x = synthetic(signal)
        for name, options, drawn, y, peer in cases(x):
            at = np.sort(rng.choice(len(y), 200, replace=False))
            rows.append({"signal": signal, "name": name, "options": options, "drawn": drawn, "peer": peer, "length": len(y),
                         "at": at.tolist(), "values": [float("%.9g" % v) for v in y[at]]})
    text = json.dumps({"cases": rows}, separators=(",", ":")).replace('{"signal"', '\n{"signal"') + "\n"
    with open(os.path.join(OUT, "transforms.json"), "w") as file:
        file.write(text)
    path = os.path.join(OUT, "transformsManifest.json")
    manifest = {"generator": "tools/golden/augment_transforms.py", "seed": SEED, "files": {"transforms.json": {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "versions": {"python": platform.python_version(), "audiomentations": am.__version__, "pyloudnorm": version("pyloudnorm"), "librosa": librosa.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
        "what": "200 samples each of what audiomentations or scipy makes of the signals of tools/golden/signals.py"}}}
    with open(path, "w") as file:
        json.dump(manifest, file, indent=1)


if __name__ == "__main__":
    main()
