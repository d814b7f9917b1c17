// Sine and cosine from + - * / alone, which the language defines to the bit: `Math.sin` and `Math.cos` differ between engines, and
// between versions of one, in the last bit. The method and the coefficients are fdlibm's, whose bits V8 gave up to Node 20.
//
// fdlibm is Copyright (C) 1993 by Sun Microsystems, Inc. Permission to use, copy, modify, and distribute this software is freely
// granted, provided that this notice is preserved.

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** Which of a float64's two words holds its sign, exponent and leading bits here. */
const HIGH = new Uint8Array(Int32Array.of(1).buffer)[0];

/** The leading bits without the sign, which order magnitudes. */
function leading(x: number): number {
  float[0] = x;
  return words[HIGH!]! & 0x7fffffff;
}

function withLeading(bits: number): number {
  float[0] = 0;
  words[HIGH!] = bits;
  return float[0];
}

const exponentOf = (x: number): number => leading(x) >> 20;

/** About pi / 4: up to here the series are used as they are. */
const EIGHTH_TURN = 0x3fe921fb;
/** About 3 pi / 4. */
const THREE_EIGHTHS = 0x4002d97c;
/** About pi / 2. */
const QUARTER_TURN = 0x3ff921fb;

/** pi / 2 as a sum of parts of 33 bits, and what is missing after each. */
const FIRST = 1.5707963267341256;
const AFTER_FIRST = 6.077100506506192e-11;
const SECOND = 6.077100506303966e-11;
const AFTER_SECOND = 2.0222662487959506e-21;
const THIRD = 2.0222662487111665e-21;
const AFTER_THIRD = 8.4784276603689e-32;
const QUARTERS = 0.6366197723675814;

/** Sine of an angle in radians, within an ulp; of those up to 800,000 the same bits on every engine. */
export function sin(x: number): number {
  if (leading(x) <= EIGHTH_TURN) return sineOf(x);
  const { quarters, angle, rest } = reduced(x);
  const value = quarters % 2 === 0 ? reducedSine(angle, rest) : reducedCosine(angle, rest);
  return (quarters & 2) === 0 ? value : -value;
}

/** Cosine of an angle in radians, as {@link sin}. */
export function cos(x: number): number {
  if (leading(x) <= EIGHTH_TURN) return reducedCosine(x, 0);
  const { quarters, angle, rest } = reduced(x);
  const value = quarters % 2 === 0 ? reducedCosine(angle, rest) : reducedSine(angle, rest);
  return ((quarters + 1) & 2) === 0 ? value : -value;
}

interface Reduced {
  /** Quarter turns that were taken away. */
  readonly quarters: number;
  /** The angle that is left, and what its float64 misses. */
  readonly angle: number;
  readonly rest: number;
}

function reduced(x: number): Reduced {
  const bits = leading(x);
  const magnitude = Math.abs(x);
  const { quarters, angle, rest } =
    bits < THREE_EIGHTHS ? lessOneQuarter(magnitude, bits) : lessQuarters(magnitude, bits);
  return x < 0 ? { quarters: -quarters, angle: -angle, rest: -rest } : { quarters, angle, rest };
}

function lessOneQuarter(x: number, bits: number): Reduced {
  const isClose = bits === QUARTER_TURN;
  const left = isClose ? x - FIRST - SECOND : x - FIRST;
  const missing = isClose ? AFTER_SECOND : AFTER_FIRST;
  const angle = left - missing;
  return { quarters: 1, angle, rest: left - angle - missing };
}

function lessQuarters(x: number, bits: number): Reduced {
  const quarters = Math.trunc(x * QUARTERS + 0.5);
  let left = x - quarters * FIRST;
  let missing = quarters * AFTER_FIRST;
  let angle = left - missing;
  // Where x is next to whole quarters, little is left of its bits: pi / 2 is needed to more of them.
  if (quarters >= 32 || bits === leading((quarters * Math.PI) / 2)) {
    for (const [part, after, lost] of [
      [SECOND, AFTER_SECOND, 16],
      [THIRD, AFTER_THIRD, 49],
    ] as const) {
      if ((bits >> 20) - exponentOf(angle) <= lost) break;
      const before = left;
      const more = quarters * part;
      left = before - more;
      missing = quarters * after - (before - left - more);
      angle = left - missing;
    }
  }
  return { quarters, angle, rest: left - angle - missing };
}

function sineSeries(z: number): number {
  return (
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)))
  );
}

/** -1 / 6, as the series has it. */
const CUBE = -0.16666666666666632;

function sineOf(x: number): number {
  const z = x * x;
  return Math.abs(x) < 2 ** -27 ? x : x + z * x * (CUBE + z * sineSeries(z));
}

function reducedSine(x: number, rest: number): number {
  const z = x * x;
  const v = z * x;
  return x - (z * (0.5 * rest - v * sineSeries(z)) - rest - v * CUBE);
}

function reducedCosine(x: number, rest: number): number {
  const bits = leading(x);
  if (bits < 0x3e400000) return 1;
  const z = x * x;
  const series =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (0.00002480158728947673 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  if (bits < 0x3fd33333) return 1 - (0.5 * z - (z * series - x * rest));
  // About x / 4: taken from both, what is subtracted from 1 is small and loses less.
  const share = bits > 0x3fe90000 ? 0.28125 : withLeading(bits - 0x00200000);
  const half = 0.5 * z - share;
  return 1 - share - (half - (z * series - x * rest));
}
