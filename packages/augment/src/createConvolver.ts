import { createRfft } from '@ser/dsp';

/** Samples of the shortest transform: of shorter ones the overhead would show. */
const SHORTEST = 1024;

/**
 * Prepares convolution with one response, block after block by FFTs of at least twice its length. What is made keeps the response's
 * length in front: the first `signal.length` samples of signal * response (`scipy.signal.fftconvolve`, cut).
 */
export function createConvolver(response: Float32Array): (signal: Float32Array) => Float32Array {
  const size = Math.max(SHORTEST, 2 ** Math.ceil(Math.log2(2 * response.length)));
  const step = size - response.length + 1;
  const plan = createRfft(size);
  const block = new Float64Array(size);
  const [hRe, hIm, re, im] = Array.from({ length: 4 }, () => new Float64Array(plan.bins)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  block.set(response);
  plan.forward(block, hRe, hIm);
  return (signal) => {
    const convolved = new Float32Array(signal.length);
    for (let start = 0; start < signal.length; start += step) {
      const count = Math.min(step, signal.length - start);
      block.set(signal.subarray(start, start + count));
      block.fill(0, count);
      plan.forward(block, re, im);
      for (let k = 0; k < plan.bins; k++) {
        const product = re[k]! * hRe[k]! - im[k]! * hIm[k]!;
        im[k] = re[k]! * hIm[k]! + im[k]! * hRe[k]!;
        re[k] = product;
      }
      plan.inverse(re, im, block);
      const kept = Math.min(size, signal.length - start);
      for (let i = 0; i < kept; i++) convolved[start + i]! += block[i]!;
    }
    return convolved;
  };
}
