import type { ComplexMatrix } from '@ser/dsp';
import { angles, fromPolar } from './fastTrigonometry';

/**
 * Resamples a spectrogram in time by `rate`, advancing each bin's phase by what it advanced in the original.
 *
 * Written for agreement with librosa 0.8.1, in which the phase accumulator and all magnitudes are float32 and the phase
 * advance is float64. After a few frames the accumulator holds 100,000 rad, where float32's spacing is 0.008 rad: its
 * rounding is audible in no way, but a float64 accumulator gives a waveform that differs by 1.7e-3 instead of 1.2e-4.
 *
 * @param spectrum frames x bins, of a centred STFT
 * @param rate > 1 is faster
 * @param hopLength samples between the frames
 * @param maxFrames frames beyond this many are not made
 * @returns min(ceil(frames / rate), maxFrames) x bins
 * @see librosa.phase_vocoder 0.8.1; Laroche & Dolson 1999
 */
export function phaseVocoder(
  spectrum: ComplexMatrix,
  rate: number,
  hopLength: number,
  maxFrames: number,
): ComplexMatrix {
  const { rows, cols: bins } = spectrum;
  const frames = Math.min(Math.ceil(rows / rate), maxFrames);
  // Taken out of the loops: inside a vm context (Jest) every look-up of `Math` goes through the global object's proxy.
  const { fround, round, sqrt } = Math;
  const turn = 2 * Math.PI;
  const turns = 1 / turn;
  const advanceStep = (Math.PI * hopLength) / (bins - 1);

  // Each angle and magnitude is used for several output frames when rate < 1: take them once. One frame of zeros follows.
  const phasesIn = new Float32Array((rows + 1) * bins);
  const magnitudes = new Float32Array((rows + 1) * bins);
  const spectrumRe = spectrum.re;
  const spectrumIm = spectrum.im;
  angles(spectrumIm, spectrumRe, phasesIn);
  for (let i = 0; i < rows * bins; i++) {
    const re = spectrumRe[i]!;
    const im = spectrumIm[i]!;
    magnitudes[i] = sqrt(re * re + im * im);
  }

  const radii = new Float32Array(bins);
  const phases = phasesIn.slice(0, bins);
  const outRe = new Float32Array(frames * bins);
  const outIm = new Float32Array(frames * bins);
  for (let frame = 0; frame < frames; frame++) {
    const step = frame * rate;
    const row = Math.floor(step);
    const alpha = step % 1;
    const weightHere = fround(1 - alpha);
    const weightNext = fround(alpha);
    const here = row * bins;
    const next = here + bins;
    for (let bin = 0; bin < bins; bin++) {
      radii[bin] = fround(weightHere * magnitudes[here + bin]!) + fround(weightNext * magnitudes[next + bin]!);
    }
    fromPolar(radii, phases, outRe, outIm, frame * bins);
    for (let bin = 0; bin < bins; bin++) {
      const advance = advanceStep * bin;
      let deviation = fround(phasesIn[next + bin]! - phasesIn[here + bin]!) - advance;
      deviation -= turn * round(deviation * turns);
      phases[bin] = phases[bin]! + (advance + deviation);
    }
  }
  return { re: outRe, im: outIm, rows: frames, cols: bins };
}
