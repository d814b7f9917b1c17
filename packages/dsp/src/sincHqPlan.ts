import { createRateDoubler } from './doubleRate';
import { rationalRatio } from './rationalRatio';
import { doubledFilter, sincHqFilter } from './sincHqFilter';
import { type DoubledPlan, interpolatedPlan, periodicPlan, planCache, type SincPlan } from './sincPlan';

/** Filters a sample of the lower rate: straight lines between them are within 3e-7 (-130 dB). */
const PHASES = 2048;
/** Between samples of a doubled rate as many are half as near to each other. */
const DOUBLED_PHASES = 1024;
/** Below, blocks for transforms become too long. */
const LEAST_DOUBLED = 1 / 4;

const kept = planCache<SincPlan | DoubledPlan>();

/** @param ratio to / from */
export function sincHqPlan(ratio: number): SincPlan | DoubledPlan {
  const exact = rationalRatio(ratio);
  const scale = Math.min(1, ratio);
  // All inexact ratios above 1 interpolate in one table.
  return kept(exact ? `${ratio}` : `scale ${scale}`, () => {
    const filter = sincHqFilter(scale);
    if (exact) return periodicPlan(filter, exact.numerator, exact.denominator);
    const double = scale < LEAST_DOUBLED ? undefined : createRateDoubler(filter);
    if (double === undefined) return interpolatedPlan(filter, Math.ceil(PHASES * scale), 0);
    return { kind: 'doubled', double, between: interpolatedPlan(doubledFilter(), DOUBLED_PHASES, 0) };
  });
}
