"""librosa.effects as the report's librosa 0.8.1 padded: 0.11 pads by zeros, takes no padding mode, and would compute another stretch."""
import librosa


def time_stretch(samples, rate):
    spectrum = librosa.phase_vocoder(librosa.stft(samples, pad_mode="reflect"), rate=rate)
    return librosa.istft(spectrum, dtype=samples.dtype, length=int(round(len(samples) / rate)))


def pitch_shift(samples, sr, n_steps, res_type):
    rate = 2.0 ** (-n_steps / 12)
    shifted = librosa.resample(time_stretch(samples, rate), orig_sr=sr / rate, target_sr=sr, res_type=res_type)
    return librosa.util.fix_length(shifted, size=len(samples))
