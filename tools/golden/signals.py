"""Signals given by formula, bit-equal (to float32 rounding of sin) in Python and TypeScript: signals.ts is the twin."""
import numpy as np

SAMPLE_RATE = 22050


def noise(count, seed):
    """Uniform in [-1, 1) from the 32-bit linear congruential generator of Numerical Recipes."""
    out = np.empty(count)
    state = seed
    for i in range(count):
        state = (1664525 * state + 1013904223) & 0xFFFFFFFF
        out[i] = state / 2**31 - 1
    return out


def synthetic(name):
    """float32 mono at 22,050 Hz."""
    if name == "vowel":  # 25 harmonics of a gliding pitch with a formant-like slope, and a little noise
        n = np.arange(26460)
        phase = 2 * np.pi * (140 * n + 20 * n * n / 52920) / SAMPLE_RATE
        y = sum(np.sin(k * phase) / (1 + (k - 6) ** 2 / 8) for k in range(1, 26)) * 0.05
        y = y * (0.6 + 0.4 * np.cos(2 * np.pi * n / 8820)) + 0.002 * noise(len(n), 1)
    elif name == "burst":  # noise between digital silence: frames of zeros
        y = np.zeros(11025)
        y[4000:7000] = 0.3 * noise(3000, 2)
    elif name == "tone":
        n = np.arange(8192)
        y = 0.5 * np.sin(2 * np.pi * 442 * n / SAMPLE_RATE)
    elif name == "short":  # shorter than an FFT frame's half
        y = 0.2 * noise(900, 3)
    else:
        raise ValueError(name)
    return y.astype(np.float32)


NAMES = ["vowel", "burst", "tone", "short"]
