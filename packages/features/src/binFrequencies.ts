import { FeatureError } from './errors';
import type { Spectrogram } from './spectrogram';

/** Where a spectrogram's bins lie, if not at the multiples of sampleRate / nFft. */
export interface FrequencyOptions {
  /** Hz of each bin, one a column of the spectrogram. Default k * sampleRate / nFft. librosa's frequencies by frame are not taken. */
  freq?: ArrayLike<number>;
}

/** Hz of each bin, rounded as numpy.fft.rfftfreq rounds. */
export function binFrequencies(
  where: string,
  { S, sampleRate, nFft }: Spectrogram,
  freq?: ArrayLike<number>,
): Float64Array {
  if (freq === undefined) {
    const step = 1 / (nFft * (1 / sampleRate));
    return Float64Array.from({ length: S.cols }, (_, bin) => bin * step);
  }
  const frequencies = Float64Array.from(freq);
  if (frequencies.length !== S.cols || !frequencies.every((hz) => hz >= 0 && Number.isFinite(hz))) {
    throw new FeatureError(
      'INVALID_OPTION',
      `${where}: freq must hold ${S.cols} finite frequencies >= 0, one a bin, received ${frequencies.length}`,
    );
  }
  return frequencies;
}
