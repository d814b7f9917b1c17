import { createLayout, lazyScratch, type Scratch } from '@ser/wasm';
import { requireInteger } from './checks';
import { type ComplexMemory, complexArrays } from './complexMemory';
import { DspError } from './errors';
import { angles, fromPolar, POLYNOMIALS, withoutTurns } from './fastTrigonometry';
import type { ComplexMatrix } from './types';
import { vocoderKernels } from './vocoderKernels';

/** Options of `phaseVocoder`. */
export interface PhaseVocoderOptions {
  /** Above 1 is faster. Default 1. */
  readonly rate?: number;
  /** Samples between the frames. Default (bins - 1) / 2: a quarter of nFft. */
  readonly hopLength?: number;
  /** Frames beyond this many are not made. Default all. */
  readonly maxFrames?: number;
  /** As of `stft`; not that of `spectrum`. */
  readonly memory?: ComplexMemory;
}

/**
 * Stretches a spectrogram in time by `rate`, advancing each bin's phase by what it advanced in the original.
 *
 * Written for agreement with librosa 0.8.1, in which the phase accumulator and all magnitudes are float32 and the phase
 * advance is float64. After a few frames the accumulator holds 100,000 rad, where float32's spacing is 0.008 rad: its
 * rounding is audible in no way, but a float64 accumulator gives a waveform that differs by 1.7e-3 instead of 1.2e-4.
 *
 * @param spectrum frames x bins, of a centred STFT
 * @returns min(ceil(frames / rate), maxFrames) x bins
 * @throws DspError `INVALID_OPTION` naming the option
 * @example
 * const slower = phaseVocoder(stft(new Float32Array(22050)), { rate: 0.8 }); // 55 frames of the 44
 * @see librosa.phase_vocoder 0.8.1; Laroche & Dolson 1999
 */
export function phaseVocoder(spectrum: ComplexMatrix, options: PhaseVocoderOptions = {}): ComplexMatrix {
  return vocode(spectrum, options, sharedScratch());
}

/** Output frames computed together, so that the memory that WebAssembly needs does not grow with the signal. */
const BLOCK_FRAMES = 32;

/** The same with WebAssembly, or without (null): the bits are the same. */
export function vocode(
  { re, im, rows, cols: bins }: ComplexMatrix,
  options: PhaseVocoderOptions,
  scratch: Scratch | null,
): ComplexMatrix {
  const { rate = 1, hopLength = (bins - 1) / 2, maxFrames = Number.POSITIVE_INFINITY } = options;
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) {
    throw new DspError('INVALID_OPTION', `phaseVocoder: rate=${rate}; expected a finite number above 0`);
  }
  requireInteger('phaseVocoder', 'hopLength', hopLength, 1);
  const frames = Math.min(Math.ceil(rows / rate), maxFrames);
  requireInteger('phaseVocoder', 'maxFrames', frames, 0);
  const out = {
    ...complexArrays(frames * bins, options.memory),
    rows: frames,
    cols: bins,
  };
  const inputRow = (frame: number) => Math.floor(frame * rate);
  const phases = new Float32Array(bins);
  for (let first = 0; first < frames; first += BLOCK_FRAMES) {
    const last = Math.min(frames, first + BLOCK_FRAMES) - 1;
    const firstRow = inputRow(first);
    // The frame after the last counts as zeros.
    const inputRows = inputRow(last) + 2 - firstRow;
    const from = firstRow * bins;
    const input = { re: re.subarray(from, from + inputRows * bins), im: im.subarray(from, from + inputRows * bins) };
    const block = scratch
      ? wasmBlock(scratch, bins, inputRows, last + 1 - first)
      : arrayBlock(bins, inputRows, last + 1 - first);
    block.load(input.re, input.im);
    if (first === 0) phases.set(block.phasesIn.subarray(0, bins));
    block.phases.set(phases);
    for (let frame = first; frame <= last; frame++) {
      const step = frame * rate;
      const alpha = step % 1;
      block.vocode(
        inputRow(frame) - firstRow,
        frame - first,
        Math.fround(1 - alpha),
        Math.fround(alpha),
        (Math.PI * hopLength) / (bins - 1),
      );
    }
    phases.set(block.phases);
    out.re.set(block.outRe, first * bins);
    out.im.set(block.outIm, first * bins);
  }
  return out;
}

/** Some frames on their way. Each angle and magnitude is used for several output frames when rate < 1: they are taken once. */
interface Block {
  readonly phasesIn: Float32Array;
  /** The accumulator. */
  readonly phases: Float32Array;
  readonly outRe: Float32Array;
  readonly outIm: Float32Array;
  /** Takes the input's angles and magnitudes. */
  load(re: Float32Array, im: Float32Array): void;
  /** Makes the output frame `frame` from the input's `row` and the one after it, and advances the phases. */
  vocode(row: number, frame: number, weightHere: number, weightNext: number, advanceStep: number): void;
}

function arrayBlock(bins: number, inputRows: number, frames: number): Block {
  const phasesIn = new Float32Array(inputRows * bins);
  const magnitudes = new Float32Array(inputRows * bins);
  const phases = new Float32Array(bins);
  const radii = new Float32Array(bins);
  const outRe = new Float32Array(frames * bins);
  const outIm = new Float32Array(frames * bins);
  // Taken out of the loops: inside a vm context (Jest) every look-up of `Math` goes through the global object's proxy.
  const { fround, sqrt } = Math;
  return {
    phasesIn,
    phases,
    outRe,
    outIm,
    load(re, im) {
      angles(im, re, phasesIn);
      for (let i = 0; i < re.length; i++) magnitudes[i] = sqrt(re[i]! * re[i]! + im[i]! * im[i]!);
    },
    vocode(row, frame, weightHere, weightNext, advanceStep) {
      const here = row * bins;
      const next = here + bins;
      for (let bin = 0; bin < bins; bin++) {
        radii[bin] = fround(weightHere * magnitudes[here + bin]!) + fround(weightNext * magnitudes[next + bin]!);
      }
      fromPolar(radii, phases, outRe, outIm, frame * bins);
      for (let bin = 0; bin < bins; bin++) {
        const advance = advanceStep * bin;
        const deviation = fround(phasesIn[next + bin]! - phasesIn[here + bin]!) - advance;
        phases[bin] = phases[bin]! + (advance + withoutTurns(deviation));
      }
    },
  };
}

function wasmBlock(scratch: Scratch, bins: number, inputRows: number, frames: number): Block {
  const layout = createLayout();
  // Two bins at a time: an odd last one takes a number more along, for which there is room.
  const input = inputRows * bins + 1;
  const output = frames * bins + 1;
  const at = {
    numbers: layout.float64(5),
    re: layout.float32(input),
    im: layout.float32(input),
    phasesIn: layout.float32(input),
    magnitudes: layout.float32(input),
    phases: layout.float32(bins + 1),
    outRe: layout.float32(output),
    outIm: layout.float32(output),
  };
  const memory = scratch.reserve(layout.bytes());
  const { polar, vocode: vocodeFrame } = scratch.kernels as Record<'polar' | 'vocode', (...args: number[]) => void>;
  const numbers = new Float64Array(memory, at.numbers, 5);
  return {
    phasesIn: new Float32Array(memory, at.phasesIn, input),
    phases: new Float32Array(memory, at.phases, bins),
    outRe: new Float32Array(memory, at.outRe, frames * bins),
    outIm: new Float32Array(memory, at.outIm, frames * bins),
    load(re, im) {
      new Float32Array(memory, at.re, input).fill(0, re.length).set(re);
      new Float32Array(memory, at.im, input).fill(0, im.length).set(im);
      polar(at.re, at.im, at.phasesIn, at.magnitudes, at.re + 4 * inputRows * bins);
    },
    vocode(row, frame, weightHere, weightNext, advanceStep) {
      numbers.set([weightHere, weightNext, advanceStep, 0, 1]);
      const here = 4 * row * bins;
      const next = here + 4 * bins;
      const out = 4 * frame * bins;
      const { phasesIn, magnitudes } = at;
      const outRe = at.outRe + out;
      vocodeFrame(
        phasesIn + here,
        phasesIn + next,
        magnitudes + here,
        magnitudes + next,
        at.phases,
        outRe,
        at.outIm + out,
        outRe + 4 * bins,
        at.numbers,
      );
    },
  };
}

const sharedScratch = /* @__PURE__ */ lazyScratch(() => vocoderKernels(POLYNOMIALS));
