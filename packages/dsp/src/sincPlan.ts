import type { BlockResampler } from './blockResampler';
import type { FilterTable } from './interpolatedSums';
import { FILTERS, type PeriodicFilters, UNROLLED } from './periodicSums';

/** A resampler's filter for signals of one ratio of rates. */
export interface SincFilter {
  /** Samples on either side of an output that it takes: the one at or before its time and width - 1 before that, `width` after. */
  readonly width: number;
  /** The `2 * width` weights for an output `fraction` of a sample (0 to 1) behind one. */
  weights(fraction: number): ArrayLike<number>;
}

/** The filters that a ratio of rates needs. */
export type SincPlan = PeriodicPlan | InterpolatedPlan;

export interface PeriodicPlan extends PeriodicFilters {
  readonly kind: 'periodic';
  /** The first output's time less that of the first sample that it meets. */
  readonly delay: number;
}

/** Filters in between the rows of a table. */
export interface InterpolatedPlan extends FilterTable {
  readonly kind: 'interpolated';
  readonly delay: number;
}

/** All at once, by transforms. */
export interface BlockPlan {
  readonly kind: 'blocks';
  readonly resample: BlockResampler;
}

/** The rate is doubled first, through the filter: a fraction of its weights does between samples that are so near to each other. */
export interface DoubledPlan {
  readonly kind: 'doubled';
  readonly double: BlockResampler;
  readonly between: InterpolatedPlan;
}

/** Periods of fewer outputs are taken together, so that they fill fours. */
const FEW_OUTPUTS = 64;

/** A filter for each output of a period: `numerator` of them in `denominator` samples. */
export function periodicPlan({ weights, width }: SincFilter, numerator: number, denominator: number): PeriodicPlan {
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
  const all = new Float32Array(FILTERS * taps * fours);
  const places = new Int32Array(fours);
  for (let index = 0; index < FILTERS * fours; index++) {
    const four = Math.floor(index / FILTERS);
    places[four] = place(FILTERS * four);
    const first = FILTERS * (taps * four + place(index) - places[four]!) + (index % FILTERS);
    const own = weights(((index * advance) % outputs) / outputs);
    for (let tap = 0; tap < 2 * width; tap++) all[first + FILTERS * tap] = own[tap]!;
  }
  return { kind: 'periodic', weights: all, taps, places, outputs, advance, delay: width - 1 };
}

/**
 * @param reach the rows are for outputs that lie 0, 1 / reach, 2 / reach, ... behind a sample
 * @param share and, if not 0, for those a `share` of the way to the next of these
 */
export function interpolatedPlan({ weights, width }: SincFilter, reach: number, share: number): InterpolatedPlan {
  const taps = 8 * Math.ceil(width / 4);
  const perEntry = share === 0 ? 1 : 2;
  const count = perEntry * (Math.trunc(reach) + 1);
  const rows = new Float32Array((count + 1) * taps);
  for (let row = 0; row < count; row++) {
    const place = Math.trunc(row / perEntry) + (row % perEntry) * share;
    rows.set(weights(place / reach), row * taps);
  }
  return { kind: 'interpolated', rows, taps, reach, share, delay: width - 1 };
}

const MOST_KEPT = 4;

/** Keeps the plans that were made last: one takes 2 to 8 ms to make and up to 2 MB. */
export function planCache<Plan>(): (name: string, make: () => Plan) => Plan {
  const kept = new Map<string, Plan>();
  return (name, make) => {
    let plan = kept.get(name);
    if (plan === undefined) {
      plan = make();
      const [oldest] = kept.keys();
      if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(name, plan);
    }
    return plan;
  };
}
