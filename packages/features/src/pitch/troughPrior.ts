import { betaCdf } from './betaCdf';
import { troughs } from './troughs';

/** A minimum of a frame's normalized difference, and how probable it is that it is the frame's period. */
export interface TroughCandidate {
  readonly place: number;
  readonly probability: number;
}

/** What `createTroughPrior` takes: see `PyinOptions`. */
export interface TroughPriorOptions {
  readonly nThresholds: number;
  readonly betaParameters: readonly [number, number];
  readonly boltzmannParameter: number;
  readonly noTroughProb: number;
}

/**
 * Prepares the weighing of a frame's troughs: each threshold, with its share of the beta distribution, votes for the troughs
 * below it, earlier ones more by a Boltzmann distribution; where none is below, for the lowest one by `noTroughProb`.
 *
 * @returns for a normalized difference its troughs in order, without those of probability 0
 */
export function createTroughPrior(options: TroughPriorOptions): (difference: Float64Array) => TroughCandidate[] {
  const { nThresholds, betaParameters, boltzmannParameter, noTroughProb } = options;
  const [a, b] = betaParameters;
  const { exp } = Math;
  const threshold = (index: number) => (index === nThresholds ? 1 : index * (1 / nThresholds));
  const cdf = Float64Array.from({ length: nThresholds + 1 }, (_, index) => betaCdf(threshold(index), a, b));
  const upper = Float64Array.from({ length: nThresholds }, (_, index) => threshold(index + 1));
  const shares = upper.map((_, index) => cdf[index + 1]! - cdf[index]!);
  const below = new Uint32Array(nThresholds);

  return (difference) => {
    const places = troughs(difference);
    if (places.length === 0) return [];
    const heights = places.map((place) => difference[place]!);
    // The first threshold that each trough is below, and how many troughs each threshold has below it.
    const firsts = heights.map((height) => firstAbove(upper, height));
    below.fill(0);
    for (const first of firsts) for (let j = first; j < nThresholds; j++) below[j]!++;
    const votes = Float64Array.from(shares, (share, j) =>
      below[j]! > 0 ? (share * (1 - exp(-boltzmannParameter))) / (1 - exp(-boltzmannParameter * below[j]!)) : 0,
    );
    // Position 0 among those below a threshold weighs 1, the next exp(-boltzmannParameter) as much, and so on.
    const fall = exp(-boltzmannParameter);
    const probabilities = firsts.map((first) => {
      let sum = 0;
      for (let j = first; j < nThresholds; j++) {
        sum += votes[j]!;
        votes[j]! *= fall;
      }
      return sum;
    });
    let lowest = 0;
    heights.forEach((height, i) => {
      if (height < heights[lowest]!) lowest = i;
    });
    let without = 0;
    for (let j = 0; j < firsts[lowest]!; j++) without += shares[j]!;
    probabilities[lowest]! += noTroughProb * without;
    return places
      .map((place, i) => ({ place, probability: probabilities[i]! }))
      .filter(({ probability }) => probability > 0);
  };
}

/** The first place of ascending values that is above `value`; their number where none is. */
function firstAbove(ascending: Float64Array, value: number): number {
  let place = 0;
  while (place < ascending.length && !(value < ascending[place]!)) place++;
  return place;
}
