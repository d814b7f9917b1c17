import { createRfft } from '@ser/dsp';

/** The first `signal.length` samples of signal * response, by one FFT (`scipy.signal.fftconvolve`, cut). */
export function fftConvolve(signal: Float32Array, response: Float32Array): Float64Array {
  // What of the response lies beyond the signal's length reaches no sample that is kept.
  const used = Math.min(response.length, signal.length);
  const length = Math.max(2, 2 ** Math.ceil(Math.log2(signal.length + used - 1)));
  const plan = createRfft(length);
  const spectrum = (samples: Float32Array, count: number) => {
    const padded = new Float64Array(length);
    padded.set(samples.subarray(0, count));
    const re = new Float64Array(plan.bins);
    const im = new Float64Array(plan.bins);
    plan.forward(padded, re, im);
    return { re, im };
  };
  const x = spectrum(signal, signal.length);
  const h = spectrum(response, used);
  for (let k = 0; k < plan.bins; k++) {
    const re = x.re[k]! * h.re[k]! - x.im[k]! * h.im[k]!;
    x.im[k] = x.re[k]! * h.im[k]! + x.im[k]! * h.re[k]!;
    x.re[k] = re;
  }
  const convolved = new Float64Array(length);
  plan.inverse(x.re, x.im, convolved);
  return convolved.subarray(0, signal.length);
}
