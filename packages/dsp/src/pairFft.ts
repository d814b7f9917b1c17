import { type Code, f32x4, f64x2, i32, type Variable, type WasmFunction, wasmFunction, whileTrue } from '@ser/wasm';

// Real transforms of two frames at a time, one in each lane of WebAssembly's vectors, so that the arithmetic is that of one
// frame. Complex numbers take 32 bytes: a vector of real parts, a vector of imaginary parts.
const COMPLEX = 32;
const DOUBLE = 8;

const plus = (variable: Variable, bytes: Code | number): Code =>
  i32.add(variable.get, typeof bytes === 'number' ? i32.const(bytes) : bytes);
const advance = (variable: Variable, bytes: Code | number): Code => variable.set(plus(variable, bytes));

/** work[j] = (x[2 j], x[2 j + 1]), windowed: the real samples of a frame as half as many complex numbers. */
function packKernel(
  name: string,
  sampleBytes: number,
  loadPair: (first: Variable, second: Variable, offset: number) => Code,
): WasmFunction {
  return wasmFunction(name, ({ params }) => {
    const [first, second, window, windowEnd, work] = params(5);
    const weighted = (index: number) =>
      f64x2.mul(f64x2.loadSplat(window.get, DOUBLE * index), loadPair(first, second, sampleBytes * index));
    return whileTrue(i32.lt(window.get, windowEnd.get), [
      ...f64x2.store(work.get, weighted(0)),
      ...f64x2.store(work.get, weighted(1), 16),
      ...advance(first, 2 * sampleBytes),
      ...advance(second, 2 * sampleBytes),
      ...advance(window, 2 * DOUBLE),
      ...advance(work, COMPLEX),
    ]);
  });
}

const packFrames = packKernel('packFrames', DOUBLE, (first, second, offset) =>
  f64x2.loadSecond(plus(second, offset), f64x2.loadFirst(first.get, offset)),
);

/** From float32 samples. */
const packFloat32 = packKernel('packFloat32', 4, (first, second, offset) =>
  f64x2.loadFloat32Pair(first.get, second.get, offset),
);

/**
 * One pass of Stockham's transform: butterflies of four, `quarter` bytes apart on the way in and `stride` bytes on the way
 * out. A twiddle (w, w^2, w^3: 48 bytes) serves stride / 32 butterflies.
 */
const radix4 = wasmFunction('radix4', ({ params, local, locals }) => {
  const [source, target, twiddle, twiddleEnd, stride, quarter] = params(6);
  const w = locals(6, 'v128');
  const [aRe, aIm, bRe, bIm, cRe, cIm, dRe, dIm, re, im] = locals(10, 'v128');
  const end = local('i32');
  const at = local('i32');
  const { add, sub, mul } = f64x2;
  const loadNext = (real: Variable, imaginary: Variable): Code => [
    ...real.set(f64x2.load(at.get)),
    ...imaginary.set(f64x2.load(at.get, 16)),
    ...advance(at, quarter.get),
  ];
  const storeNext = (real: Code, imaginary: Code): Code => [
    ...f64x2.store(at.get, real),
    ...f64x2.store(at.get, imaginary, 16),
    ...advance(at, stride.get),
  ];
  /** (re + i im) times the twiddle's power `power`. */
  const storeTurned = (power: number): Code => {
    const wRe = w[2 * power - 2]!.get;
    const wIm = w[2 * power - 1]!.get;
    return storeNext(sub(mul(re.get, wRe), mul(im.get, wIm)), add(mul(re.get, wIm), mul(im.get, wRe)));
  };
  return whileTrue(i32.lt(twiddle.get, twiddleEnd.get), [
    ...w.flatMap((part, index) => part.set(f64x2.loadSplat(twiddle.get, DOUBLE * index))),
    ...end.set(plus(source, stride.get)),
    ...whileTrue(i32.lt(source.get, end.get), [
      ...at.set(source.get),
      ...loadNext(aRe, aIm),
      ...loadNext(bRe, bIm),
      ...loadNext(cRe, cIm),
      ...loadNext(dRe, dIm),
      // a + c and a - c, b + d and b - d
      ...re.set(add(aRe.get, cRe.get)),
      ...im.set(add(aIm.get, cIm.get)),
      ...cRe.set(sub(aRe.get, cRe.get)),
      ...cIm.set(sub(aIm.get, cIm.get)),
      ...aRe.set(re.get),
      ...aIm.set(im.get),
      ...re.set(add(bRe.get, dRe.get)),
      ...im.set(add(bIm.get, dIm.get)),
      ...dRe.set(sub(bRe.get, dRe.get)),
      ...dIm.set(sub(bIm.get, dIm.get)),
      ...bRe.set(re.get),
      ...bIm.set(im.get),
      ...at.set(target.get),
      ...storeNext(add(aRe.get, bRe.get), add(aIm.get, bIm.get)),
      ...re.set(add(cRe.get, dIm.get)),
      ...im.set(sub(cIm.get, dRe.get)),
      ...storeTurned(1),
      ...re.set(sub(aRe.get, bRe.get)),
      ...im.set(sub(aIm.get, bIm.get)),
      ...storeTurned(2),
      ...re.set(sub(cRe.get, dIm.get)),
      ...im.set(add(cIm.get, dRe.get)),
      ...storeTurned(3),
      ...advance(source, COMPLEX),
      ...advance(target, COMPLEX),
    ]),
    // The butterflies of one twiddle fill four strides, of which the loop went through the first.
    ...target.set(i32.add(target.get, i32.mul(stride.get, i32.const(3)))),
    ...advance(twiddle, 6 * DOUBLE),
  ]);
});

/** The last pass where the length is no power of four: butterflies of two, `half` bytes apart on both sides. */
const radix2 = wasmFunction('radix2', ({ params, local }) => {
  const [source, target, half] = params(3);
  const end = local('i32');
  const a = local('v128');
  const b = local('v128');
  const butterfly = (offset: number): Code => [
    ...a.set(f64x2.load(source.get, offset)),
    ...b.set(f64x2.load(plus(source, half.get), offset)),
    ...f64x2.store(target.get, f64x2.add(a.get, b.get), offset),
    ...f64x2.store(plus(target, half.get), f64x2.sub(a.get, b.get), offset),
  ];
  return [
    ...end.set(plus(source, half.get)),
    ...whileTrue(i32.lt(source.get, end.get), [
      ...butterfly(0),
      ...butterfly(16),
      ...advance(source, COMPLEX),
      ...advance(target, COMPLEX),
    ]),
  ];
});

/**
 * From the transform of the packed samples to twice the spectrum: bins k and half - k together, and the first and the last
 * bin. `write` stores the pair of bins at a place, in bytes, of the output rows; `bins` is 4 half: the last bin's place.
 */
function splitKernel(
  name: string,
  outputs: number,
  write: (rows: readonly Variable[], at: Variable, real: Code, imaginary: Code, scratch: readonly Variable[]) => Code,
): WasmFunction {
  return wasmFunction(name, ({ param, params, local, locals }) => {
    const [low, high, turn] = params(3);
    const rows = params(outputs);
    const bins = param();
    const [aRe, aIm, bRe, bIm, oddRe, oddIm, cosine, sine, t1, t2] = locals(10, 'v128');
    const scratch = [oddRe, oddIm];
    const up = local('i32');
    const down = local('i32');
    const { add, sub, mul } = f64x2;
    const doubled = (value: Code) => mul(value, f64x2.splat(2));
    return [
      ...aRe.set(f64x2.load(low.get)),
      ...aIm.set(f64x2.load(low.get, 16)),
      ...up.set(i32.const(0)),
      ...down.set(bins.get),
      ...write(rows, up, doubled(add(aRe.get, aIm.get)), f64x2.splat(0), scratch),
      ...write(rows, down, doubled(sub(aRe.get, aIm.get)), f64x2.splat(0), scratch),
      ...advance(up, 4),
      ...advance(down, -4),
      ...advance(low, COMPLEX),
      ...whileTrue(i32.lt(up.get, i32.add(down.get, i32.const(1))), [
        ...aRe.set(f64x2.load(low.get)),
        ...aIm.set(f64x2.load(low.get, 16)),
        ...bRe.set(f64x2.load(high.get)),
        ...bIm.set(f64x2.neg(f64x2.load(high.get, 16))),
        ...oddRe.set(sub(aIm.get, bIm.get)),
        ...oddIm.set(sub(bRe.get, aRe.get)),
        ...cosine.set(f64x2.loadSplat(turn.get)),
        ...sine.set(f64x2.loadSplat(turn.get, DOUBLE)),
        ...t1.set(add(mul(cosine.get, oddRe.get), mul(sine.get, oddIm.get))),
        ...t2.set(sub(mul(cosine.get, oddIm.get), mul(sine.get, oddRe.get))),
        ...aRe.set(add(aRe.get, bRe.get)),
        ...aIm.set(add(aIm.get, bIm.get)),
        ...write(rows, down, sub(aRe.get, t1.get), sub(t2.get, aIm.get), scratch),
        ...write(rows, up, add(aRe.get, t1.get), add(aIm.get, t2.get), scratch),
        ...advance(up, 4),
        ...advance(down, -4),
        ...advance(low, COMPLEX),
        ...advance(high, -COMPLEX),
        ...advance(turn, 2 * DOUBLE),
      ]),
    ];
  });
}

/** The spectra, as float32: rows of real parts of the first and second frame, then of imaginary parts. */
const splitSpectrum = splitKernel('splitSpectrum', 4, ([re1, re2, im1, im2], at, real, imaginary) => [
  ...f64x2.storeFloat32Apart(plus(re1!, at.get), plus(re2!, at.get), real),
  ...f64x2.storeFloat32Apart(plus(im1!, at.get), plus(im2!, at.get), imaginary),
]);

/** A function of |X|^2, as float32, of the spectra rounded to float32: a row for each frame. */
const powerKernel = (name: string, ofSquare: (square: Code) => Code): WasmFunction =>
  splitKernel(name, 2, ([first, second], at, real, imaginary, [re, im]) => [
    ...re!.set(f64x2.fround(real)),
    ...im!.set(f64x2.fround(imaginary)),
    ...re!.set(ofSquare(f64x2.add(f64x2.mul(re!.get, re!.get), f64x2.mul(im!.get, im!.get)))),
    ...f64x2.storeFloat32Apart(plus(first!, at.get), plus(second!, at.get), re!.get),
  ]);

const splitPower = powerKernel('splitPower', (square) => square);
const splitMagnitude = powerKernel('splitMagnitude', f64x2.sqrt);

/** The inverse of `splitSpectrum`, with real and imaginary parts exchanged: that makes the transform an inverse one. */
const joinSpectrum = wasmFunction('joinSpectrum', ({ params, local, locals }) => {
  const [low, high, turn, re1, re2, im1, im2, bins] = params(8);
  const [aRe, aIm, bRe, bIm, oddRe, oddIm, cosine, sine] = locals(8, 'v128');
  const up = local('i32');
  const down = local('i32');
  const { add, sub, mul } = f64x2;
  const real = (at: Variable) => f64x2.loadFloat32Pair(plus(re1, at.get), plus(re2, at.get));
  const imaginary = (at: Variable) => f64x2.loadFloat32Pair(plus(im1, at.get), plus(im2, at.get));
  return [
    // The first and last bin of a real signal have no imaginary part: what stands there is ignored, as numpy does.
    ...up.set(i32.const(0)),
    ...down.set(bins.get),
    ...aRe.set(real(up)),
    ...bRe.set(real(down)),
    ...f64x2.store(low.get, sub(aRe.get, bRe.get)),
    ...f64x2.store(low.get, add(aRe.get, bRe.get), 16),
    ...advance(up, 4),
    ...advance(down, -4),
    ...advance(low, COMPLEX),
    ...whileTrue(i32.lt(up.get, i32.add(down.get, i32.const(1))), [
      ...aRe.set(real(up)),
      ...aIm.set(imaginary(up)),
      ...bRe.set(real(down)),
      ...bIm.set(f64x2.neg(imaginary(down))),
      ...cosine.set(f64x2.loadSplat(turn.get)),
      ...sine.set(f64x2.loadSplat(turn.get, DOUBLE)),
      ...oddRe.set(sub(mul(sub(aRe.get, bRe.get), cosine.get), mul(sub(aIm.get, bIm.get), sine.get))),
      ...oddIm.set(add(mul(sub(aRe.get, bRe.get), sine.get), mul(sub(aIm.get, bIm.get), cosine.get))),
      ...aRe.set(add(aRe.get, bRe.get)),
      ...aIm.set(add(aIm.get, bIm.get)),
      ...f64x2.store(high.get, sub(oddRe.get, aIm.get)),
      ...f64x2.store(high.get, add(aRe.get, oddIm.get), 16),
      ...f64x2.store(low.get, add(aIm.get, oddRe.get)),
      ...f64x2.store(low.get, sub(aRe.get, oddIm.get), 16),
      ...advance(up, 4),
      ...advance(down, -4),
      ...advance(low, COMPLEX),
      ...advance(high, -COMPLEX),
      ...advance(turn, 2 * DOUBLE),
    ]),
  ];
});

/** Adds two frames of samples, windowed, to the signal; their real and imaginary parts are still exchanged. */
const addFrames = wasmFunction('addFrames', ({ params, local }) => {
  const [first, second, window, windowEnd, work] = params(5);
  const even = local('v128');
  const odd = local('v128');
  const weights = local('v128');
  const addTo = (signal: Variable, samples: Code): Code =>
    f64x2.store(signal.get, f64x2.add(f64x2.load(signal.get), f64x2.mul(weights.get, samples)));
  return whileTrue(i32.lt(window.get, windowEnd.get), [
    ...even.set(f64x2.load(work.get, 16)),
    ...odd.set(f64x2.load(work.get)),
    ...weights.set(f64x2.load(window.get)),
    ...addTo(first, f64x2.firstLanes(even.get, odd.get)),
    ...addTo(second, f64x2.secondLanes(even.get, odd.get)),
    ...advance(first, 2 * DOUBLE),
    ...advance(second, 2 * DOUBLE),
    ...advance(window, 2 * DOUBLE),
    ...advance(work, COMPLEX),
  ]);
});

/** Multiplies rows of as many float32 numbers as `gains` has, one more than a multiple of 4. */
const scaleRows = wasmFunction('scaleRows', ({ params, locals }) => {
  const [rows, rowsEnd, gains, gainsEnd] = params(4);
  const [gain, lastGain] = locals(2, 'i32');
  return [
    ...lastGain.set(plus(gainsEnd, -4)),
    ...whileTrue(i32.lt(rows.get, rowsEnd.get), [
      ...gain.set(gains.get),
      ...whileTrue(i32.lt(gain.get, lastGain.get), [
        ...f32x4.store(rows.get, f32x4.mul(f32x4.load(rows.get), f32x4.load(gain.get))),
        ...advance(rows, 16),
        ...advance(gain, 16),
      ]),
      ...f32x4.storeLane(rows.get, f32x4.mul(f32x4.loadFirst(rows.get), f32x4.loadFirst(gain.get)), 0),
      ...advance(rows, 4),
    ]),
  ];
});

export const pairFftKernels: readonly WasmFunction[] = [
  packFrames,
  packFloat32,
  radix4,
  radix2,
  splitSpectrum,
  splitPower,
  splitMagnitude,
  joinSpectrum,
  addFrames,
  scaleRows,
];
