import { createRfft, type RfftPlan } from '@ser/dsp';

/** A longer plan takes tens of megabytes, and hardly more time to make than to use. */
const LONGEST_KEPT = 2 ** 17;
let kept: RfftPlan | undefined;

/** A plan of this length, the one of the last call if it fits: the clips of a corpus are about as long as each other. */
export function cachedRfft(length: number): RfftPlan {
  if (kept?.length === length) return kept;
  const plan = createRfft(length);
  if (length <= LONGEST_KEPT) kept = plan;
  return plan;
}
