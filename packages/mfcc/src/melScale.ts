/** Slaney's Auditory Toolbox: linear below 1 kHz (3 mel each 200 Hz), logarithmic above (27 mel each factor of 6.4). */
const HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** Frequency in Hz on the mel scale; `htk` takes 2595 log10(1 + f / 700) instead of Slaney's. See librosa.hz_to_mel. */
export function hzToMel(hz: number, htk: boolean): number {
  if (htk) return 2595 * Math.log10(1 + hz / 700);
  return hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

/** The inverse of `hzToMel`. See librosa.mel_to_hz. */
export function melToHz(mel: number, htk: boolean): number {
  if (htk) return 700 * (10 ** (mel / 2595) - 1);
  return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}
