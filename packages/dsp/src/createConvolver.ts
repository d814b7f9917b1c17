import { createLayout, f32x4, i32, lazyScratch, type Scratch, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import { requireFinite } from './checks';
import { DspError } from './errors';
import { type FramesFft, framesFft } from './framesFft';
import { createRfft } from './rfft';
import { toFloat32 } from './toFloat32';

/** The first `signal.length` samples of signal * response. */
export type Convolver = (signal: Float32Array) => Float32Array;

/** Samples of the parts that a response is cut into, at least and at most; about so many parts are the fastest. */
const SHORTEST_PART = 512;
const LONGEST_PART = 8192;
const PARTS = 6;
/** Samples of a signal at a time, so that the memory, which is kept, does not grow with it. */
const MOST_SAMPLES = 2 ** 17;

/**
 * Prepares convolution with one response, by transforms of its parts: for reverberation, or filters of many weights.
 *
 * Spectra are float32 where there is WebAssembly: within 1e-6 of the largest sample.
 *
 * @param response at least one sample
 * @returns a function that keeps the response's length in front: of a signal as many samples as it has
 * @throws DspError `INVALID_LENGTH` when the response is empty; `NOT_FINITE` for NaN or infinity in it or a signal
 * @example
 * const echo = createConvolver(Float32Array.of(1, 0, 0.5));
 * echo(Float32Array.of(1, 2, 3)); // 1, 2, 3.5
 * @see scipy.signal.fftconvolve, cut; Stockham 1966, "High-speed convolution and correlation"
 */
export function createConvolver(response: Float32Array): Convolver {
  if (response.length === 0) {
    throw new DspError('INVALID_LENGTH', 'createConvolver: response is empty; expected at least one sample');
  }
  requireFinite('createConvolver', response, 'response');
  const fitting = 2 ** Math.ceil(Math.log2(response.length / PARTS));
  const part = Math.min(LONGEST_PART, Math.max(SHORTEST_PART, fitting));
  const fft = framesFft(2 * part);
  const scratch = sharedScratch();
  const convolve = fft && scratch ? convolverByParts(response, part, fft, scratch) : convolverAtOnce(response);
  return (signal) => {
    requireFinite('convolver', signal, 'signal');
    return convolve(signal);
  };
}

/** Transforms of parts of signal and response, half of them zeros; spectra of the signal meet those of the response, part by part. */
function convolverByParts(response: Float32Array, part: number, fft: FramesFft, scratch: Scratch): Convolver {
  const bins = part + 1;
  // Of four bins at a time.
  const stride = 4 * Math.ceil(bins / 4);
  const parts = Math.ceil(response.length / part);
  const inner = new Float64Array(2 * part).fill(1, 0, part);
  const whole = new Float64Array(2 * part).fill(1);
  const mostRows = Math.max(1, MOST_SAMPLES / part);
  const own = reserve(parts);
  own.samples.set(response);
  fft.forward(own.samples, inner, part, parts, own.re, own.im);
  let kept = { signal: reserve(1), products: reserve(1) };

  /** Samples of so many parts, or their sums, and their spectra. */
  function reserve(rows: number) {
    return {
      rows,
      samples: new Float32Array(part * (rows + 1)),
      sums: new Float64Array(part * (rows + 1)),
      re: new Float32Array(rows * bins),
      im: new Float32Array(rows * bins),
    };
  }

  return (signal) => {
    const convolved = new Float32Array(signal.length);
    for (let start = 0; start < signal.length; start += mostRows * part) {
      const samples = signal.subarray(start, start + mostRows * part);
      const rows = Math.ceil(samples.length / part);
      // Spectra of what comes later than the signal ends are not needed.
      const outRows = Math.min(rows + parts - 1, Math.ceil((signal.length - start) / part));
      if (outRows > kept.products.rows) kept = { signal: reserve(outRows), products: reserve(outRows) };
      const { signal: given, products } = kept;
      given.samples.fill(0).set(samples);
      fft.forward(given.samples, inner, part, rows, given.re, given.im);
      multiply(given, rows, products, outRows);
      const sums = products.sums.subarray(0, part * (outRows + 1)).fill(0);
      fft.inverse(products.re, products.im, whole, part, outRows, sums);
      const target = convolved.subarray(start, start + sums.length);
      if (start === 0) toFloat32(target, sums);
      else for (let i = 0; i < target.length; i++) target[i]! += sums[i]!;
    }
    return convolved;
  };

  /** Row r of the products is the sum of those of the response's part p with the signal's part r - p. */
  function multiply(given: Spectra, rows: number, products: Spectra, outRows: number): void {
    const layout = createLayout();
    const take = (count: number) => [layout.float32(count * stride), layout.float32(count * stride)] as const;
    const at = { signal: take(rows), response: take(parts), product: take(1) };
    const memory = scratch.reserve(layout.bytes());
    const put = ({ re, im }: Spectra, count: number, [reAt, imAt]: readonly [number, number]) => {
      for (let row = 0; row < count; row++) {
        const [from, to] = [row * bins, (row + 1) * bins];
        new Float32Array(memory, reAt + 4 * stride * row, bins).set(re.subarray(from, to));
        new Float32Array(memory, imAt + 4 * stride * row, bins).set(im.subarray(from, to));
      }
    };
    put(given, rows, at.signal);
    put(own, parts, at.response);
    const [re, im] = at.product.map((address) => new Float32Array(memory, address, stride)) as [
      Float32Array,
      Float32Array,
    ];
    const address = (pair: readonly [number, number], row: number) => pair.map((begin) => begin + 4 * stride * row);
    for (let row = 0; row < outRows; row++) {
      re.fill(0);
      im.fill(0);
      for (let index = Math.max(0, row - rows + 1); index < Math.min(parts, row + 1); index++) {
        const factors = [...address(at.signal, row - index), ...address(at.response, index)];
        scratch.kernels.addProduct!(...factors, ...at.product, at.product[0] + 4 * stride);
      }
      products.re.set(re.subarray(0, bins), row * bins);
      products.im.set(im.subarray(0, bins), row * bins);
    }
  }
}

interface Spectra {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** On any engine, in float64: block after block by transforms of at least twice the response's length. */
export function convolverAtOnce(response: Float32Array): Convolver {
  const size = Math.max(2 * SHORTEST_PART, 2 ** Math.ceil(Math.log2(2 * response.length)));
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

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [addProduct()]);

const advance = (variable: Variable) => variable.set(i32.add(variable.get, i32.const(16)));

/** Adds the product of two rows of complex numbers to a third, four at a time. */
const addProduct = () =>
  wasmFunction('addProduct', ({ params, locals }) => {
    const [aRe, aIm, bRe, bIm, re, im, reEnd] = params(7);
    const [xRe, xIm, yRe, yIm] = locals(4, 'v128');
    const { add, load, mul, store, sub } = f32x4;
    return whileTrue(i32.lt(re.get, reEnd.get), [
      ...xRe.set(load(aRe.get)),
      ...xIm.set(load(aIm.get)),
      ...yRe.set(load(bRe.get)),
      ...yIm.set(load(bIm.get)),
      ...store(re.get, add(load(re.get), sub(mul(xRe.get, yRe.get), mul(xIm.get, yIm.get)))),
      ...store(im.get, add(load(im.get), add(mul(xRe.get, yIm.get), mul(xIm.get, yRe.get)))),
      ...[aRe, aIm, bRe, bIm, re, im].flatMap(advance),
    ]);
  });
