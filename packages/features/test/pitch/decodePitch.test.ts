import { lcgNoise } from '../../../../tools/golden/signals';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { decodePitch } from '../../src/pitch/decodePitch';
import { type PitchTransitions, pitchTransitions } from '../../src/pitch/pitchTransitions';

const TINY = 2.2250738585072014e-308;

/** The probability of passing from one state to another: librosa's kron(transition_loop, transition_local). */
function probability({ bins, reach, kernel, logSum, switchProb }: PitchTransitions, from: number, to: number): number {
  const distance = (to % bins) - (from % bins);
  if (Math.abs(distance) > reach) return 0;
  const crosses = Math.floor(from / bins) !== Math.floor(to / bins);
  return (crosses ? switchProb : 1 - switchProb) * Math.exp(kernel[distance + reach]! - logSum[from % bins]!);
}

/** How likely a path is, in logarithms. */
function likelihood(path: ArrayLike<number>, observed: readonly Float64Array[], transitions: PitchTransitions): number {
  let sum = Math.log(observed[0]![path[0]!]! + TINY);
  for (let row = 1; row < path.length; row++) {
    sum += Math.log(probability(transitions, path[row - 1]!, path[row]!) + TINY);
    sum += Math.log(observed[row]![path[row]!]! + TINY);
  }
  return sum;
}

/** Viterbi's algorithm in full: every state from every state. */
function plainViterbi(observed: readonly Float64Array[], transitions: PitchTransitions): number[] {
  const states = 2 * transitions.bins;
  const steps = Float64Array.from({ length: states * states }, (_, i) =>
    Math.log(probability(transitions, i % states, Math.floor(i / states)) + TINY),
  );
  let values = observed[0]!.map((share) => Math.log(share + TINY));
  const cameFrom: number[][] = [];
  for (const row of observed.slice(1)) {
    const sources: number[] = [];
    values = row.map((share, to) => {
      let best = Number.NEGATIVE_INFINITY;
      for (let from = 0; from < states; from++) {
        const value = values[from]! + steps[to * states + from]!;
        if (value > best) {
          best = value;
          sources[to] = from;
        }
      }
      return best + Math.log(share + TINY);
    });
    cameFrom.push(sources);
  }
  const path = [values.indexOf(Math.max(...values))];
  for (const sources of cameFrom.reverse()) path.unshift(sources[path[0]!]!);
  return path;
}

describe('decodePitch', () => {
  it.each([
    { bins: 9, width: 3, switchProb: 0.01, live: 0.9 },
    { bins: 12, width: 5, switchProb: 0.2, live: 0.3 },
    { bins: 7, width: 7, switchProb: 0.5, live: 0.5 },
    { bins: 10, width: 4, switchProb: 0.01, live: 0.4 },
    { bins: 11, width: 6, switchProb: 0.1, live: 0.4 },
    { bins: 20, width: 1, switchProb: 0, live: 0.2 },
    // With so few live states there are frames to which only a step beyond reach leads.
    { bins: 30, width: 3, switchProb: 0.01, live: 0.03 },
  ])('finds a path as likely as the plain algorithm, $bins bins, width $width', ({ bins, width, switchProb, live }) => {
    const transitions = pitchTransitions(bins, width, switchProb);
    for (let seed = 1; seed <= 8; seed++) {
      const rows = 15;
      const random = lcgNoise(rows * (2 * bins + 1), seed).map((value) => (value + 1) / 2);
      const voiced = new Float64Array(rows * bins);
      const unvoiced = new Float64Array(rows);
      for (let row = 0; row < rows; row++) {
        for (let bin = 0; bin < bins; bin++) {
          const at = row * (2 * bins + 1) + 2 * bin;
          if (random[at]! < live) voiced[row * bins + bin] = random[at + 1]! / bins;
        }
        // Now and then a frame that is surely voiced.
        unvoiced[row] = random[row * (2 * bins + 1) + 2 * bins]! < 0.3 ? 0 : 0.5 / bins;
      }
      const observed = Array.from({ length: rows }, (_, row) =>
        Float64Array.from({ length: 2 * bins }, (_, state) =>
          state < bins ? voiced[row * bins + state]! : unvoiced[row]!,
        ),
      );
      const path = decodePitch(voiced, unvoiced, transitions);
      const best = likelihood(plainViterbi(observed, transitions), observed, transitions);
      expectAllClose([likelihood(path, observed, transitions)], [best], { atol: 1e-8, why: 'sums in another order' });
    }
  });
});

describe('pitchTransitions', () => {
  const rowOf = (transitions: PitchTransitions, from: number) =>
    Array.from({ length: transitions.bins }, (_, to) => probability({ ...transitions, switchProb: 0 }, from, to));

  // librosa.sequence.transition_local(n_states, width, window='triangle') 0.11.0, rows 0 and 3.
  it.each([
    [6, 3, [2 / 3, 1 / 3, 0, 0, 0, 0], [0, 0, 1 / 4, 1 / 2, 1 / 4, 0]],
    [6, 4, [3 / 7, 3 / 7, 1 / 7, 0, 0, 0], [0, 0, 1 / 8, 3 / 8, 3 / 8, 1 / 8]],
    [7, 4, [3 / 4, 1 / 4, 0, 0, 0, 0, 0], [0, 1 / 8, 3 / 8, 3 / 8, 1 / 8, 0, 0]],
  ])('%i bins, width %i', (bins, width, first, fourth) => {
    const transitions = pitchTransitions(bins, width, 0.01);
    expectAllClose(rowOf(transitions, 0), first, { atol: 1e-15, why: 'closed form' });
    expectAllClose(rowOf(transitions, 3), fourth, { atol: 1e-15, why: 'closed form' });
  });
});
