import { createBlockResampler } from './blockResampler';
import { rationalRatio } from './rationalRatio';
import { doubledFilter, sincHqFilter } from './sincHqFilter';
import { type BlockPlan, type DoubledPlan, interpolatedPlan, periodicPlan, planCache, type SincPlan } from './sincPlan';

/** Filters a sample of the lower rate: straight lines between them are within 3e-7 (-130 dB). */
const PHASES = 2048;
/** Between samples of a doubled rate as many are half as near to each other. */
const DOUBLED_PHASES = 1024;

type SincHqPlan = SincPlan | BlockPlan | DoubledPlan;

const kept = planCache<SincHqPlan>();

/**
 * @param ratio to / from
 * @param byBlocks false: as where there is no WebAssembly, which transforms take
 */
export function sincHqPlan(ratio: number, byBlocks = true): SincHqPlan {
  const exact = rationalRatio(ratio);
  const scale = Math.min(1, ratio);
  // All inexact ratios above 1 interpolate in one table.
  return kept(`${exact ? ratio : `scale ${scale}`} ${byBlocks}`, () => {
    const filter = sincHqFilter(scale);
    const blocks = (numerator: number, denominator: number) =>
      byBlocks ? createBlockResampler(filter, numerator, denominator) : undefined;
    if (exact) {
      const { numerator, denominator } = exact;
      const resample = blocks(numerator, denominator);
      return resample ? { kind: 'blocks', resample } : periodicPlan(filter, numerator, denominator);
    }
    const double = blocks(2, 1);
    if (double === undefined) return interpolatedPlan(filter, Math.ceil(PHASES * scale), 0);
    return { kind: 'doubled', double, between: interpolatedPlan(doubledFilter(), DOUBLED_PHASES, 0) };
  });
}
