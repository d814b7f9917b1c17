import { rationalRatio } from './rationalRatio';
import { sincHqFilter } from './sincHqFilter';

/** The filters of a ratio, one a row of `taps` weights. */
export interface SincHqPlan {
  readonly taps: number;
  readonly rows: Float32Array;
  /** Rows that share a sample of the input (`period` null), or of which there are that many (else). */
  readonly phases: number;
  /** Where outputs repeat: row r is for output r, which begins at sample `places[r]`; `phases` outputs on, `advance` later. */
  readonly period: { readonly advance: number; readonly places: Int32Array } | null;
}

/** Above these a table of rows in between is smaller than one for each output. */
const MOST_ROWS = 1024;
const MOST_ADVANCE = 65_536;
/** Rows a sample of the lower rate: straight lines between them are within 3e-7 (-130 dB) of the filter. */
const ROWS_BETWEEN = 2048;

/** Plans of the last few ratios; one takes 5 to 40 ms to make and up to 2 MB. */
const kept = new Map<number, SincHqPlan>();
const MOST_KEPT = 4;

/** @param ratio to / from */
export function sincHqPlan(ratio: number): SincHqPlan {
  let plan = kept.get(ratio);
  if (plan === undefined) {
    plan = makePlan(ratio);
    const [oldest] = kept.keys();
    if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(ratio, plan);
  }
  return plan;
}

function makePlan(ratio: number): SincHqPlan {
  const scale = Math.min(1, ratio);
  const filter = sincHqFilter(scale);
  const { taps } = filter;
  const exact = rationalRatio(ratio, MOST_ROWS, MOST_ADVANCE);
  if (exact === undefined) {
    const phases = Math.ceil(ROWS_BETWEEN * scale);
    const rows = new Float32Array((phases + 1) * taps);
    for (let row = 0; row <= phases; row++) fillRow(rows, row, filter, row / phases);
    return { taps, rows, phases, period: null };
  }
  const { numerator: phases, denominator: advance } = exact;
  const rows = new Float32Array(phases * taps);
  const places = new Int32Array(phases);
  for (let row = 0; row < phases; row++) {
    const time = row * advance;
    places[row] = Math.floor(time / phases);
    fillRow(rows, row, filter, (time % phases) / phases);
  }
  return { taps, rows, phases, period: { advance, places } };
}

/** The weights for an output that lies `fraction` of a sample behind sample taps / 2 - 1 of those that it takes. */
function fillRow(
  rows: Float32Array,
  row: number,
  { taps, weight }: ReturnType<typeof sincHqFilter>,
  fraction: number,
): void {
  for (let tap = 0; tap < taps; tap++) rows[row * taps + tap] = weight(tap - (taps / 2 - 1) - fraction);
}
