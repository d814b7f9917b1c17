import { createRfft } from '@ser/dsp';
import { exp } from './portableMath';

/** In Hz: a lag window of this width keeps resonances from settling on single harmonics of a high voice. */
const LAG_WINDOW = 40;
/** Of the power: what keeps the recursion well conditioned, 90 dB down. */
const NOISE = 1e-9;

/**
 * Prepares linear prediction from power spectra of `nFft` samples: the autocorrelation method with one pole a kHz of the sample rate
 * and two more, by the Levinson-Durbin recursion.
 *
 * What it makes writes the power response of the prediction-error filter, |A(f)|^2, of a spectrum that is not silent: the spectral
 * envelope is a constant over it.
 *
 * @see Makhoul 1975, "Linear prediction: a tutorial review"; Tohkura et al. 1978 for the lag window
 */
export function createPredictionError(
  nFft: number,
  sampleRate: number,
): (power: Float64Array, response: Float64Array) => void {
  const plan = createRfft(nFft);
  const order = Math.min(nFft / 2, 2 + Math.round(sampleRate / 1000));
  const lagWindow = Float64Array.from({ length: order + 1 }, (_, lag) =>
    lag === 0 ? 1 + NOISE : exp(-0.5 * ((2 * Math.PI * LAG_WINDOW * lag) / sampleRate) ** 2),
  );
  const correlation = new Float64Array(nFft);
  const filter = new Float64Array(nFft);
  const previous = new Float64Array(order + 1);
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  return (power, response) => {
    plan.inverse(power, im.fill(0), correlation);
    for (let lag = 0; lag <= order; lag++) correlation[lag]! *= lagWindow[lag]!;
    filter.fill(0);
    filter[0] = 1;
    let error = correlation[0]!;
    for (let i = 1; i <= order; i++) {
      let sum = 0;
      for (let j = 0; j < i; j++) sum += filter[j]! * correlation[i - j]!;
      const reflection = -sum / error;
      previous.set(filter.subarray(0, order + 1));
      for (let j = 1; j <= i; j++) filter[j]! += reflection * previous[i - j]!;
      error *= 1 - reflection * reflection;
    }
    plan.forward(filter, re, im);
    for (let k = 0; k < plan.bins; k++) response[k] = re[k]! * re[k]! + im[k]! * im[k]!;
  };
}
