import { createLayout, createScratch } from '@ser/wasm';
import { oddRadix } from './oddRadix';
import { pairFftKernels } from './pairFft';
import { cos, sin } from './trigonometry';

/** The real transform of all frames of a signal, two frames at a time in WebAssembly's vectors. */
export interface FramesFft {
  /**
   * Spectra of the windowed frames that start at 0, hopLength, ...: `rows` times nFft / 2 + 1 bins in re and in im, each bin times its
   * gain, where there are gains; for them nFft must be a multiple of 8.
   */
  forward(
    signal: Float32Array | Float64Array,
    window: Float64Array,
    hopLength: number,
    rows: number,
    re: Float32Array,
    im: Float32Array,
    gains?: Float32Array,
  ): void;
  /** |X|^exponent of the same frames, from the spectra rounded to float32: `rows` times nFft / 2 + 1 bins. */
  power(
    signal: Float32Array | Float64Array,
    window: Float64Array,
    hopLength: number,
    rows: number,
    exponent: 1 | 2,
    output: Float32Array,
  ): void;
  /** Adds the windowed frames of these spectra to `signal`, at 0, hopLength, ... */
  inverse(
    re: Float32Array,
    im: Float32Array,
    window: Float64Array,
    hopLength: number,
    rows: number,
    signal: Float64Array,
  ): void;
}

const COMPLEX_BYTES = 32;
/** Frames in the memory at a time, and samples of them: what they take stays in a processor's second cache. */
const BLOCK_ROWS = 16;
const BLOCK_FRAMES = 32_768;
const BLOCK_SAMPLES = 32_768;
const MOST_KEPT = 4;
const kept = new Map<number, FramesFft>();
let isMissing = false;

/**
 * Undefined where `nFft` is no even number of at least 16 whose only prime factors are 2, 3, 5 and 7, or where there is no
 * WebAssembly.
 */
export function framesFft(nFft: number): FramesFft | undefined {
  let fft = kept.get(nFft);
  if (fft === undefined) {
    const radices = nFft < 16 || isMissing ? undefined : passes(nFft / 2);
    if (radices === undefined) return undefined;
    fft = createFramesFft(nFft, radices);
    if (fft === undefined) {
      isMissing = true;
      return undefined;
    }
    const [oldest] = kept.keys();
    if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(nFft, fft);
  }
  return fft;
}

function createFramesFft(nFft: number, radices: readonly Radix[]): FramesFft | undefined {
  const odd = ODD_RADICES.filter((radix) => radices.includes(radix));
  const scratch = createScratch([...pairFftKernels, ...odd.map(oddRadix)]);
  if (scratch === undefined) return undefined;
  const kernels = scratch.kernels as Record<(typeof names)[number], (...args: number[]) => void>;
  const half = nFft / 2;
  const bins = half + 1;
  const twiddles = twiddleTable(half, radices);
  const turns = turnTable(nFft);
  const layout = createLayout();
  const at = {
    twiddles: layout.float64(twiddles.length),
    turns: layout.float64(turns.length),
    window: layout.float64(nFft),
    work: [layout.float64(4 * half), layout.float64(4 * half)] as const,
    /** Takes the frame that makes up a pair where the number of rows is odd. */
    spare: layout.float64(nFft),
    gains: layout.float32(bins),
    free: layout.bytes(),
  };
  const memory = scratch.reserve(at.free);
  new Float64Array(memory, at.twiddles, twiddles.length).set(twiddles);
  new Float64Array(memory, at.turns, turns.length).set(turns);

  /** From work[0]; the address of the result. */
  function transform(): number {
    let [source, target] = at.work as readonly [number, number];
    let length = half;
    let twiddle = at.twiddles;
    for (const radix of radices) {
      if (radix === 2) kernels.radix2(source, target, COMPLEX_BYTES * (half / 2));
      else {
        const end = twiddle + 16 * (radix - 1) * (length / radix);
        const stride = (COMPLEX_BYTES * half) / length;
        kernels[`radix${radix}`](source, target, twiddle, end, stride, COMPLEX_BYTES * (half / radix));
        twiddle = end;
      }
      length /= radix;
      [source, target] = [target, source];
    }
    return source;
  }

  /** Calls `run` with blocks of rows, and with the memory and the addresses for what they read and write. */
  function inBlocks(hopLength: number, rows: number, sampleBytes: number, run: (block: Block) => void): void {
    const rowsAtOnce = Math.max(BLOCK_ROWS, Math.floor(BLOCK_FRAMES / nFft));
    const most = Math.max(2, Math.min(rowsAtOnce, Math.floor(BLOCK_SAMPLES / hopLength)));
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row);
      const samples = nFft + hopLength * (count - 1);
      const signal = at.free;
      const re = Math.ceil((signal + sampleBytes * samples) / 16) * 16;
      const im = re + 4 * count * bins;
      const buffer = scratch!.reserve(im + 4 * count * bins);
      run({
        row,
        count,
        samples,
        addresses: { signal, re, im },
        buffer,
        re: new Float32Array(buffer, re, count * bins),
        im: new Float32Array(buffer, im, count * bins),
      });
    }
  }

  let lastWindow: Float64Array | undefined;
  let lastFactor = 0;

  /** A window is set once for all calls in a row that have it; whoever calls does not change its weights. */
  function setWindow(window: Float64Array, factor: number): void {
    if (window === lastWindow && factor === lastFactor) return;
    [lastWindow, lastFactor] = [window, factor];
    const weights = new Float64Array(scratch!.reserve(at.free), at.window, nFft);
    for (let i = 0; i < nFft; i++) weights[i] = window[i]! * factor;
  }

  const windowEnd = at.window + 8 * nFft;
  const lastBin = 4 * half;
  const lastPoint = COMPLEX_BYTES * (half - 1);

  /** The transforms of the frames, two at a time: `split` writes each to the two rows that lie so many bytes from a block's begin. */
  function forwardPairs(
    signal: Float32Array | Float64Array,
    window: Float64Array,
    hopLength: number,
    rows: number,
    split: (low: number, high: number, first: number, second: number, addresses: Block['addresses']) => void,
    finish: (block: Block) => void,
  ): void {
    // The kernels give twice the spectrum; halves are exact.
    setWindow(window, 0.5);
    // Samples are widened on their way in: engines take long to copy float32 into float64 arrays.
    const isNarrow = signal instanceof Float32Array;
    const SampleArray = isNarrow ? Float32Array : Float64Array;
    const pack = isNarrow ? kernels.packFloat32 : kernels.packFrames;
    const hopBytes = hopLength * SampleArray.BYTES_PER_ELEMENT;
    inBlocks(hopLength, rows, SampleArray.BYTES_PER_ELEMENT, (block) => {
      const { row, count, samples, addresses, buffer } = block;
      const start = row * hopLength;
      new SampleArray(buffer, addresses.signal, samples).set(signal.subarray(start, start + samples));
      for (let first = 0; first < count; first += 2) {
        const second = Math.min(first + 1, count - 1);
        const { signal } = addresses;
        pack(signal + hopBytes * first, signal + hopBytes * second, at.window, windowEnd, at.work[0]);
        const low = transform();
        split(low, low + lastPoint, 4 * bins * first, 4 * bins * second, addresses);
      }
      finish(block);
    });
  }

  return {
    forward(signal, window, hopLength, rows, re, im, gains) {
      if (gains) new Float32Array(scratch.reserve(at.free), at.gains, bins).set(gains);
      forwardPairs(
        signal,
        window,
        hopLength,
        rows,
        (low, high, first, second, { re, im }) =>
          kernels.splitSpectrum(low, high, at.turns, re + first, re + second, im + first, im + second, lastBin),
        (block) => {
          if (gains) {
            const { re, im } = block.addresses;
            const bytes = 4 * block.count * bins;
            for (const rows of [re, im]) kernels.scaleRows(rows, rows + bytes, at.gains, at.gains + 4 * bins);
          }
          re.set(block.re, block.row * bins);
          im.set(block.im, block.row * bins);
        },
      );
    },
    power(signal, window, hopLength, rows, exponent, output) {
      const split = exponent === 1 ? kernels.splitMagnitude : kernels.splitPower;
      forwardPairs(
        signal,
        window,
        hopLength,
        rows,
        (low, high, first, second, { re }) => split(low, high, at.turns, re + first, re + second, lastBin),
        (block) => output.set(block.re, block.row * bins),
      );
    },
    inverse(re, im, window, hopLength, rows, signal) {
      setWindow(window, 1 / nFft);
      inBlocks(hopLength, rows, Float64Array.BYTES_PER_ELEMENT, (block) => {
        const { row, count, addresses } = block;
        const samples = signal.subarray(row * hopLength, row * hopLength + block.samples);
        const sums = new Float64Array(block.buffer, addresses.signal, block.samples);
        sums.set(samples);
        block.re.set(re.subarray(row * bins, (row + count) * bins));
        block.im.set(im.subarray(row * bins, (row + count) * bins));
        for (let first = 0; first < count; first += 2) {
          const second = Math.min(first + 1, count - 1);
          const [re1, re2] = [first, second].map((index) => addresses.re + 4 * bins * index) as [number, number];
          const [im1, im2] = [first, second].map((index) => addresses.im + 4 * bins * index) as [number, number];
          const low = at.work[0];
          kernels.joinSpectrum(low, low + lastPoint, at.turns, re1, re2, im1, im2, lastBin);
          const frame = (index: number) => addresses.signal + 8 * hopLength * index;
          kernels.addFrames(
            frame(first),
            second === first ? at.spare : frame(second),
            at.window,
            windowEnd,
            transform(),
          );
        }
        samples.set(sums);
      });
    },
  };
}

const names = [
  'packFrames',
  'packFloat32',
  'radix4',
  'radix2',
  'radix3',
  'radix5',
  'radix7',
  'splitSpectrum',
  'splitPower',
  'splitMagnitude',
  'joinSpectrum',
  'addFrames',
  'scaleRows',
] as const;

interface Block {
  readonly row: number;
  readonly count: number;
  /** How many the frames of the block span. */
  readonly samples: number;
  readonly addresses: { readonly signal: number; readonly re: number; readonly im: number };
  readonly buffer: ArrayBuffer;
  readonly re: Float32Array;
  readonly im: Float32Array;
}

const ODD_RADICES = [3, 5, 7] as const;
type Radix = 2 | 4 | (typeof ODD_RADICES)[number];

/** What a transform of so many complex numbers goes through; undefined where there is another factor. Two comes last. */
function passes(length: number): readonly Radix[] | undefined {
  const radices: Radix[] = [];
  let rest = length;
  for (const radix of [4, ...ODD_RADICES, 2] as const) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  return rest === 1 ? radices : undefined;
}

/** w, w^2, ... w^(radix - 1), w = exp(-2 pi i p / length), for p = 0 to length / radix - 1 of each pass but that of two. */
function twiddleTable(half: number, radices: readonly Radix[]): Float64Array {
  const table: number[] = [];
  let length = half;
  for (const radix of radices) {
    for (let p = 0; radix > 2 && p < length / radix; p++) {
      for (let power = 1; power < radix; power++) {
        const angle = (2 * Math.PI * p * power) / length;
        table.push(cos(angle), -sin(angle));
      }
    }
    length /= radix;
  }
  return Float64Array.from(table);
}

/** cos and sin of 2 pi k / nFft, for k = 1 to nFft / 4. */
function turnTable(nFft: number): Float64Array {
  const table = new Float64Array(nFft / 2);
  for (let k = 1; k <= nFft / 4; k++) {
    table[2 * k - 2] = cos((2 * Math.PI * k) / nFft);
    table[2 * k - 1] = sin((2 * Math.PI * k) / nFft);
  }
  return table;
}
