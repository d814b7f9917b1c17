import { createRfft, type RfftPlan } from '@ser/dsp';

/** A transform, and memory for its spectrum and its signal. */
interface Transform {
  readonly plan: RfftPlan;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly signal: Float64Array;
}

/** A longer one takes tens of megabytes, and hardly more time to make than to use. */
const LONGEST_KEPT = 2 ** 17;
let kept: Transform | undefined;

/** A transform of this length, the one of the last call if it fits: the clips of a corpus are about as long as each other. */
export function cachedTransform(length: number): Transform {
  if (kept?.plan.length === length) return kept;
  const plan = createRfft(length);
  const transform = {
    plan,
    re: new Float64Array(plan.bins),
    im: new Float64Array(plan.bins),
    signal: new Float64Array(length),
  };
  if (length <= LONGEST_KEPT) kept = transform;
  return transform;
}
