import { besselI0 } from './besselI0';
import type { SincFilter } from './sincPlan';
import { sin } from './trigonometry';

// soxr's HQ recipe: the pass band ends at 0.9136 of the lower Nyquist frequency and the stop band begins at it. Half-way lies the
// cut-off; the Kaiser window is as long and as steep as 125 dB take (Kaiser 1974: A / 2.285 = taps times transition).
const CUT_OFF = 0.9568;
const HALF_WIDTH = 96;
const KAISER_BETA = 12.9;

/** Points of the table between two whole distances: cubics through four of them are within 3e-11. */
const STEPS = 512;

/** @param scale min(1, to / from) */
export function sincHqFilter(scale: number): SincFilter {
  const { abs, floor } = Math;
  const table = prototypeTable();
  const width = Math.ceil(HALF_WIDTH / scale);
  const weight = (distance: number) => {
    const place = abs(distance) * scale * STEPS;
    if (place >= HALF_WIDTH * STEPS) return 0;
    const first = floor(place);
    const t = place - first;
    const before = table[first]!;
    const here = table[first + 1]!;
    const next = table[first + 2]!;
    const last = table[first + 3]!;
    // Lagrange's polynomial through the points at -1, 0, 1 and 2.
    const slope = next - before / 3 - here / 2 - last / 6;
    const bend = (before + next) / 2 - here;
    const twist = (last - before) / 6 + (here - next) / 2;
    return scale * (here + t * (slope + t * (bend + t * twist)));
  };
  return {
    width,
    weights: (fraction) => Float64Array.from({ length: 2 * width }, (_, tap) => weight(tap + 1 - width - fraction)),
  };
}

// For what lies below half of the Nyquist frequency: the stop band begins at one and a half of it.
const DOUBLED_HALF_WIDTH = 8;
const DOUBLED_BETA = 12.4;

/** Between the samples of a signal whose rate was doubled. */
export function doubledFilter(): SincFilter {
  const { PI, abs, max, sqrt } = Math;
  const peak = besselI0(DOUBLED_BETA);
  const weight = (distance: number) => {
    const position = distance / DOUBLED_HALF_WIDTH;
    const angle = PI * abs(distance);
    const sinc = angle === 0 ? 1 : sin(angle) / angle;
    return abs(position) < 1 ? (sinc * besselI0(DOUBLED_BETA * sqrt(max(0, 1 - position * position)))) / peak : 0;
  };
  return {
    width: DOUBLED_HALF_WIDTH,
    weights: (fraction) =>
      Float64Array.from({ length: 2 * DOUBLED_HALF_WIDTH }, (_, tap) =>
        weight(tap + 1 - DOUBLED_HALF_WIDTH - fraction),
      ),
  };
}

let known: Float64Array | undefined;

/** The filter of scale 1 from a point before distance 0 on: a plan has 400,000 weights, each the price of a Bessel function. */
function prototypeTable(): Float64Array {
  const { PI, abs, max, sqrt } = Math;
  const peak = besselI0(KAISER_BETA);
  known ??= Float64Array.from({ length: HALF_WIDTH * STEPS + 3 }, (_, point) => {
    const distance = abs(point - 1) / STEPS;
    const position = distance / HALF_WIDTH;
    const angle = PI * CUT_OFF * distance;
    const sinc = angle === 0 ? 1 : sin(angle) / angle;
    return (CUT_OFF * sinc * besselI0(KAISER_BETA * sqrt(max(0, 1 - position * position)))) / peak;
  });
  return known;
}
