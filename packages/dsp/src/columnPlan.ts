import { COLUMNS } from './columnSums';

/** Outputs that share a filter and lie one period apart, by twelves: what `ColumnSums` computes. */
export interface ColumnPlan {
  /** Samples a period. */
  readonly advance: number;
  /** `2 * taps` weights each. */
  readonly filters: Float64Array;
  /** By twelve periods. */
  readonly blocks: readonly (readonly ColumnJob[])[];
  /** By job and column: the number of the output, -1 where there is none. */
  readonly outputs: Int32Array;
}

interface ColumnJob {
  readonly filter: number;
  /** Where in a period its centers lie, less `taps`. */
  readonly row: number;
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly base: Float64Array;
}

/**
 * @param groups slots that share a filter
 * @param centers by slot, at least `taps`
 * @param outputs by slot
 */
export function columnPlan(
  groups: readonly Group[],
  centers: Int32Array,
  outputs: Int32Array,
  taps: number,
  advance: number,
): ColumnPlan {
  const filters = new Float64Array(groups.length * 2 * taps);
  const blocks: (ColumnJob & { outputs: Int32Array })[][] = [];
  groups.forEach(({ from, to, base }, filter) => {
    filters.set(base, filter * 2 * taps);
    for (let slot = from; slot < to; slot++) {
      const place = centers[slot]! - taps;
      const period = Math.floor(place / advance);
      const row = place - period * advance;
      const block = Math.floor(period / COLUMNS);
      while (blocks.length <= block) blocks.push([]);
      const jobs = blocks[block]!;
      let job = jobs.at(-1);
      if (job?.filter !== filter || job.row !== row) {
        job = { filter, row, outputs: new Int32Array(COLUMNS).fill(-1) };
        jobs.push(job);
      }
      job.outputs[period % COLUMNS] = outputs[slot]!;
    }
  });
  const jobs = blocks.flat();
  const flat = new Int32Array(COLUMNS * jobs.length);
  jobs.forEach((job, index) => {
    flat.set(job.outputs, COLUMNS * index);
  });
  return { advance, filters, blocks, outputs: flat };
}
