/** How pitches follow each other from frame to frame: from bin a to bin b with probability exp(kernel[b - a + reach] - logSum[a]). */
export interface PitchTransitions {
  /** Number of pitch bins. */
  readonly bins: number;
  /** Bin a leads to the bins a - reach to a + reach. */
  readonly reach: number;
  /** 2 reach + 1 logarithms of weights by distance: concave, with -Infinity for a weight of 0. */
  readonly kernel: Float64Array;
  /** The logarithm of each bin's sum of weights: near the ends it has fewer. */
  readonly logSum: Float64Array;
  /** Probability of passing from voiced to unvoiced, or back. */
  readonly switchProb: number;
}

/**
 * Transitions that weigh bins by a triangle of `width` bins around the one before.
 *
 * @see librosa.sequence.transition_local(bins, width, window='triangle', wrap=False) 0.11.0, also in where it puts the middle of
 * an even width.
 */
export function pitchTransitions(bins: number, width: number, switchProb: number): PitchTransitions {
  const reach = Math.floor(width / 2);
  // Between places `first` and `first` + width - 1 of `bins`, which are then rolled so that the middle comes to the bin.
  const first = Math.floor((bins - width) / 2);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const unrolled = i - reach - Math.floor(bins / 2) - 1;
    const place = (((unrolled % bins) + bins) % bins) - first;
    if (place < 0 || place >= width) return 0;
    const nearEnd = Math.min(place, width - 1 - place);
    return width % 2 === 1 ? (2 * (nearEnd + 1)) / (width + 1) : (2 * nearEnd + 1) / width;
  });
  const logSum = Float64Array.from({ length: bins }, (_, from) => {
    let sum = 0;
    for (let to = Math.max(0, from - reach); to <= Math.min(bins - 1, from + reach); to++) {
      sum += weights[to - from + reach]!;
    }
    return Math.log(sum);
  });
  return { bins, reach, kernel: weights.map(Math.log), logSum, switchProb };
}
