import type { PitchTransitions } from './pitchTransitions';

/** float64's smallest normal number, which librosa adds to every probability. */
const TINY = 2.2250738585072014e-308;
const LOG_TINY = Math.log(TINY);

/**
 * The most likely path through the states 0 to bins - 1 (voiced) and bins to 2 bins - 1 (unvoiced), by Viterbi's algorithm.
 *
 * The plain algorithm tries 4 bins^2 steps a frame. Here the best source within reach is found for all bins together, see
 * `bestSources`; all other steps are equally unlikely, so the best of all sources stands for them.
 *
 * @param voiced rows x bins: the probability of each pitch in each frame
 * @param unvoiced that of each unvoiced state, by frame
 * @returns the state of each frame
 * @see librosa.sequence.viterbi 0.11.0, from equally likely states
 */
export function decodePitch(voiced: Float64Array, unvoiced: Float64Array, transitions: PitchTransitions): Uint32Array {
  const { bins, switchProb } = transitions;
  const { log } = Math;
  const rows = unvoiced.length;
  const logStay = log(1 - switchProb);
  const logSwitch = log(switchProb);
  // Most of the memory that a long clip takes.
  const cameFrom = new (2 * bins <= 65_536 ? Uint16Array : Uint32Array)(rows * 2 * bins);
  let values = new Float64Array(2 * bins);
  let next = new Float64Array(2 * bins);
  const logInitial = log(1 / (2 * bins) + TINY);
  for (let bin = 0; bin < bins; bin++) {
    values[bin] = log(voiced[bin]! + TINY) + logInitial;
    values[bins + bin] = log(unvoiced[0]! + TINY) + logInitial;
  }
  const fromVoiced = createSources(bins);
  const fromUnvoiced = createSources(bins);
  for (let row = 1; row < rows; row++) {
    bestSources(values.subarray(0, bins), transitions, fromVoiced);
    bestSources(values.subarray(bins), transitions, fromUnvoiced);
    const anywhere = placeOfLargest(values);
    const far = values[anywhere]! + LOG_TINY;
    const observedUnvoiced = log(unvoiced[row]! + TINY);
    for (let offset = 0; offset <= bins; offset += bins) {
      const logVoiced = offset === 0 ? logStay : logSwitch;
      const logUnvoiced = offset === 0 ? logSwitch : logStay;
      for (let bin = 0; bin < bins; bin++) {
        // Of equals the lowest state is taken, and the voiced ones are lower.
        let value = fromVoiced.values[bin]! + logVoiced;
        let source = fromVoiced.places[bin]!;
        if (fromUnvoiced.values[bin]! + logUnvoiced > value) {
          value = fromUnvoiced.values[bin]! + logUnvoiced;
          source = bins + fromUnvoiced.places[bin]!;
        }
        if (far > value || (far === value && anywhere < source)) {
          value = far;
          source = anywhere;
        }
        next[offset + bin] = value + (offset === 0 ? log(voiced[row * bins + bin]! + TINY) : observedUnvoiced);
        cameFrom[row * 2 * bins + offset + bin] = source;
      }
    }
    [values, next] = [next, values];
  }
  const states = new Uint32Array(rows);
  states[rows - 1] = placeOfLargest(values);
  for (let row = rows - 1; row > 0; row--) states[row - 1] = cameFrom[row * 2 * bins + states[row]!]!;
  return states;
}

/** For each bin where its likeliest path came from, and that path's logarithm; `shares` is work space. */
interface Sources {
  readonly values: Float64Array;
  readonly places: Uint32Array;
  readonly shares: Float64Array;
}

function createSources(bins: number): Sources {
  return { values: new Float64Array(bins), places: new Uint32Array(bins), shares: new Float64Array(bins) };
}

/**
 * For every bin the best source within reach, the lowest of equals.
 *
 * As the kernel is concave, a higher bin's best source is never a lower one. So the middle bin's source bounds those of both
 * halves, and all are found in bins log(bins) steps instead of bins (2 reach + 1).
 */
function bestSources(from: Float64Array, { bins, reach, kernel, logSum }: PitchTransitions, found: Sources): void {
  const { values, places, shares } = found;
  for (let bin = 0; bin < bins; bin++) shares[bin] = from[bin]! - logSum[bin]!;

  const solve = (first: number, last: number, lowest: number, highest: number): void => {
    if (first > last) return;
    const middle = (first + last) >> 1;
    const end = Math.min(highest, middle + reach);
    let place = Math.max(lowest, middle - reach);
    let best = shares[place]! + kernel[middle - place + reach]!;
    for (let source = place + 1; source <= end; source++) {
      const value = shares[source]! + kernel[middle - source + reach]!;
      if (value > best) {
        best = value;
        place = source;
      }
    }
    values[middle] = best;
    places[middle] = place;
    solve(first, middle - 1, lowest, place);
    solve(middle + 1, last, place, highest);
  };
  solve(0, bins - 1, 0, bins - 1);
}

/** The first place of the largest value. */
function placeOfLargest(values: Float64Array): number {
  let place = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[place]!) place = i;
  return place;
}
