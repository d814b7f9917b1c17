import { DspError } from './errors';
import { type KaiserFilter, kaiserTable, TABLE_STEPS } from './kaiserFilters';
import { rationalRatio } from './rationalRatio';
import { interpolatedPlan, periodicPlan, planCache, type SincFilter, type SincPlan } from './sincPlan';

export interface KaiserPlan {
  readonly sums: SincPlan;
  /** Visits those of `count` outputs, `increment` samples apart by resampy's clock, whose filters are none of those of `sums`. Null where there are none. */
  readonly exceptions: ((count: number, increment: number, visit: VisitOutput) => void) | null;
}

type VisitOutput = (index: number, time: number, weights: ArrayLike<number>) => void;

/** A weight beside which float32 sums of 1 change by less than they are rounded by. */
const LEAST_WEIGHT = 1e-7;

const kept = planCache<KaiserPlan>();

/** @param ratio to / from */
export function kaiserPlan(name: KaiserFilter, ratio: number): KaiserPlan {
  const exact = rationalRatio(ratio);
  const scale = Math.min(1, ratio);
  // All inexact ratios above 1 interpolate in one table.
  return kept(`${name} ${exact ? ratio : `scale ${scale}`}`, () => {
    const filter = kaiserFilter(name, scale);
    return exact ? exactPlan(filter, exact.numerator, exact.denominator) : inexactPlan(filter);
  });
}

/**
 * Exceptions are outputs that should lie at a sample and by the rounding of resampy's clock fall short of it: where its step through
 * the table is cut, their weights are others.
 */
function exactPlan(filter: KaiserTableFilter, numerator: number, denominator: number): KaiserPlan {
  const sums = periodicPlan(filter, numerator, denominator);
  if (filter.reach === filter.step) return { sums, exceptions: null };
  const late = filter.weights(1);
  return {
    sums,
    exceptions: (count, increment, visit) => {
      for (let index = 0, time = 0, sample = 0; index < count; index += numerator, sample += denominator) {
        if (time < sample) visit(index, time, late);
        for (let output = 0; output < numerator; output++) time += increment;
      }
    },
  };
}

/**
 * Both wings are read from the table by straight lines, so that weights bend where one of them comes to an entry: at each whole
 * place of the one before the output and, a share of an entry further on, of the one after it. Exceptions are outputs that lie
 * where a wing loses its last tap.
 */
function inexactPlan(filter: KaiserTableFilter): KaiserPlan {
  const { reach, lastTapCut } = filter;
  const sums = interpolatedPlan(filter, reach, reach - Math.trunc(reach));
  if (lastTapCut === null) return { sums, exceptions: null };
  const isCut = (place: number) => place >= lastTapCut && place < lastTapCut + 1;
  return {
    sums,
    exceptions: (count, increment, visit) => {
      for (let index = 0, time = 0; index < count; index++, time += increment) {
        const fraction = time - Math.floor(time);
        const place = fraction * reach;
        if (isCut(place) || isCut(reach - place)) visit(index, time, filter.weights(fraction));
      }
    },
  };
}

interface KaiserTableFilter extends SincFilter {
  /** Entries of the table from one sample to the next, and how many resampy goes. */
  readonly reach: number;
  readonly step: number;
  /** The entry from which a wing has a tap more than from the next one. Null where float32 cannot tell. */
  readonly lastTapCut: number | null;
}

/** resampy's reading of its table: by straight lines, in steps of a whole number of entries. */
function kaiserFilter(name: KaiserFilter, scale: number): KaiserTableFilter {
  const reach = scale * TABLE_STEPS;
  const step = Math.trunc(reach);
  if (step < 1) {
    throw new DspError('INVALID_OPTION', `resample: to / from = ${scale}; expected at least 1 / ${TABLE_STEPS}`);
  }
  const table = kaiserTable(name);
  const width = Math.trunc(table.length / step);
  const lastTap = Math.abs(table[table.length - step]!);
  return {
    width,
    reach,
    step,
    lastTapCut: lastTap > LEAST_WEIGHT ? table.length % step : null,
    weights: (fraction) => {
      const weights = new Float64Array(2 * width);
      const fill = (place: number, first: number, direction: number) => {
        const offset = Math.trunc(place);
        const eta = place - offset;
        const taps = Math.trunc((table.length - offset) / step);
        for (let tap = 0, at = offset; tap < taps; tap++, at += step) {
          const next = table[at + 1] ?? table[at]!;
          weights[first + direction * tap] = scale * (table[at]! + eta * (next - table[at]!));
        }
      };
      fill(fraction * reach, width - 1, -1);
      fill((1 - fraction) * reach, width, 1);
      return weights;
    },
  };
}
