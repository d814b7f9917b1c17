import { rationalRatio } from './rationalRatio';
import { sincHqFilter } from './sincHqFilter';
import { interpolatedPlan, periodicPlan, planCache, type SincPlan } from './sincPlan';

/** Filters a sample of the lower rate: straight lines between them are within 3e-7 (-130 dB). */
const PHASES = 2048;

const kept = planCache<SincPlan>();

/** @param ratio to / from */
export function sincHqPlan(ratio: number): SincPlan {
  const exact = rationalRatio(ratio);
  const scale = Math.min(1, ratio);
  // All inexact ratios above 1 interpolate in one table.
  return kept(exact ? `${ratio}` : `scale ${scale}`, () => {
    const filter = sincHqFilter(scale);
    if (exact) return periodicPlan(filter, exact.numerator, exact.denominator);
    return interpolatedPlan(filter, Math.ceil(PHASES * scale), 0);
  });
}
