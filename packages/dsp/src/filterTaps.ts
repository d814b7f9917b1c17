import { DspError } from './errors';
import { type KaiserFilter, kaiserTable, TABLE_STEPS } from './kaiserFilters';

/**
 * The filter's table laid out for reading at one scale: row `offset` holds the weights offset, offset + step, offset + 2 step,
 * ... up to the table's end, then zeros.
 */
export interface FilterTaps {
  readonly data: Float64Array;
  /** Weights a row: more than the taps of any wing. */
  readonly stride: number;
  /** Distance of a row's weights in the table. */
  readonly step: number;
  readonly tableLength: number;
}

/** Layouts of the last few scales: a corpus has one or two, and laying one out takes 2 ms. */
const layouts = new Map<string, FilterTaps>();
const MAX_LAYOUTS = 8;

/** @param scale min(1, to / from) */
export function filterTaps(filter: KaiserFilter, scale: number): FilterTaps {
  const key = `${filter} ${scale}`;
  let taps = layouts.get(key);
  if (taps === undefined) {
    taps = layOut(filter, scale);
    const [oldest] = layouts.keys();
    if (layouts.size === MAX_LAYOUTS && oldest !== undefined) layouts.delete(oldest);
    layouts.set(key, taps);
  }
  return taps;
}

function layOut(filter: KaiserFilter, scale: number): FilterTaps {
  const table = kaiserTable(filter);
  if (scale < 1) for (let i = 0; i < table.length; i++) table[i]! *= scale;
  const step = Math.trunc(scale * TABLE_STEPS);
  if (step < 1) {
    throw new DspError('INVALID_OPTION', `resample: to / from = ${scale}; expected at least 1 / ${TABLE_STEPS}`);
  }
  // One row beyond the last offset, as interpolation reads the row after.
  const rows = step + 3;
  const stride = Math.ceil(table.length / step) + 1;
  const data = new Float64Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; row + i * step < table.length; i++) data[row * stride + i] = table[row + i * step]!;
  }
  return { data, stride, step, tableLength: table.length };
}
