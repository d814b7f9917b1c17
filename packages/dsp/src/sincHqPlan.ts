import { FILTERS, type PeriodicFilters, UNROLLED } from './periodicSums';
import { rationalRatio } from './rationalRatio';
import { type SincHqFilter, sincHqFilter } from './sincHqFilter';

/** The filters that a ratio of rates needs. */
export type SincHqPlan = (
  | ({ readonly kind: 'periodic' } & PeriodicFilters)
  | {
      readonly kind: 'interpolated';
      readonly taps: number;
      /** Filters for outputs 0, 1 / phases, 2 / phases, ... 1 of a sample behind one of the input: `taps` weights each. */
      readonly rows: Float32Array;
      readonly phases: number;
    }
) & {
  /** The first output's time less that of the first sample that it meets. */
  readonly delay: number;
};

/** Above these a table to interpolate in is smaller than a filter for each output of a period. */
const MOST_OUTPUTS = 1024;
const MOST_ADVANCE = 2048;
/** Periods of fewer outputs are taken together, so that they fill fours. */
const FEW_OUTPUTS = 64;
/** Filters a sample of the lower rate: straight lines between them are within 3e-7 (-130 dB). */
const PHASES = 2048;

/** Plans of the last few ratios; one takes 2 to 8 ms to make and up to 2 MB. */
const kept = new Map<number, SincHqPlan>();
const MOST_KEPT = 4;

/** @param ratio to / from */
export function sincHqPlan(ratio: number): SincHqPlan {
  const exact = rationalRatio(ratio, MOST_OUTPUTS, MOST_ADVANCE);
  const scale = Math.min(1, ratio);
  // All inexact ratios above 1 interpolate in one table. Below 0 they are kept apart from the exact ones.
  const key = exact ? ratio : -scale;
  let plan = kept.get(key);
  if (plan === undefined) {
    const filter = sincHqFilter(scale);
    plan = exact ? periodicPlan(filter, exact.numerator, exact.denominator) : interpolatedPlan(filter, ratio);
    const [oldest] = kept.keys();
    if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, plan);
  }
  return plan;
}

function periodicPlan({ weight, width }: SincHqFilter, numerator: number, denominator: number): SincHqPlan {
  const periods = numerator >= FEW_OUTPUTS || numerator % FILTERS === 0 ? 1 : numerator % 2 === 0 ? 2 : FILTERS;
  const outputs = numerator * periods;
  const advance = denominator * periods;
  // What output `index` meets first, the first output meeting sample 0 first.
  const place = (index: number) => Math.floor((index * advance) / outputs);
  const fours = Math.ceil(outputs / FILTERS);
  const reach = Math.max(
    ...Array.from({ length: fours }, (_, four) => place(FILTERS * four + FILTERS - 1) - place(FILTERS * four)),
  );
  const taps = UNROLLED * Math.ceil((2 * width + reach) / UNROLLED);
  const weights = new Float32Array(FILTERS * taps * fours);
  const places = new Int32Array(fours);
  for (let index = 0; index < FILTERS * fours; index++) {
    const four = Math.floor(index / FILTERS);
    places[four] = place(FILTERS * four);
    const from = place(index) - places[four]!;
    const fraction = ((index * advance) % outputs) / outputs;
    for (let tap = 0; tap < 2 * width; tap++) {
      const at = FILTERS * (taps * four + from + tap) + (index % FILTERS);
      weights[at] = weight(tap + 1 - width - fraction);
    }
  }
  return { kind: 'periodic', weights, taps, places, outputs, advance, delay: width - 1 };
}

function interpolatedPlan({ weight, width }: SincHqFilter, ratio: number): SincHqPlan {
  const phases = Math.ceil(PHASES * Math.min(1, ratio));
  const taps = 8 * Math.ceil(width / 4);
  const rows = new Float32Array((phases + 1) * taps);
  for (let row = 0; row <= phases; row++) {
    for (let tap = 0; tap < 2 * width; tap++) rows[row * taps + tap] = weight(tap + 1 - width - row / phases);
  }
  return { kind: 'interpolated', taps, rows, phases, delay: width - 1 };
}
