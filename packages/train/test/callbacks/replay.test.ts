import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  countingModel,
  type Replay,
  type ReplayCase,
  replayBare,
  replayCases,
  replayInFit,
  replayInTfjsFit,
  replayInTfjsList,
} from '../support/callbackReplay';

function expectKerasDecisions({ decisions, restored }: Replay, given: ReplayCase): void {
  const flags = (all: ReplayCase['decisions']) => all.map(([stopped, , saved]) => [stopped, saved]);
  expect(flags(decisions)).toEqual(flags(given.decisions));
  for (const [epoch, [, rate]] of decisions.entries()) {
    // Keras keeps its rate in float32, where it loses digits below 1.2e-38.
    const keras = given.decisions[epoch]![1];
    expect(Math.abs(rate - keras)).toBeLessThanOrEqual(1e-6 * keras + 1e-38);
  }
  expect(restored).toBe(given.restored);
}

// One history a configuration, each in turn: whole trainings take longer than loops.
const oneEach = replayCases.filter(({ history }, index) => history === Math.floor(index / 7) % 7);
// TensorFlow.js' metrics are means over batches, so there is no UAR among them.
const withoutUar = (cases: typeof replayCases) => cases.filter(({ monitor }) => monitor !== 'val_uar');
const table = (cases: typeof replayCases) => cases.map((given) => [given.name, given] as const);

describe('callbacks decide as Keras does, epoch by epoch', () => {
  const model = countingModel();

  it.each(table(replayCases))('in a loop: %s', async (_name, given) => {
    expectKerasDecisions(await replayBare(model, given), given);
  });

  it.each(table(withoutUar(replayCases)))("in TensorFlow.js' list of callbacks: %s", async (_name, given) => {
    expectKerasDecisions(await replayInTfjsList(model, given), given);
  });

  it.each(table(oneEach))('in fit: %s', async (_name, given) => {
    expectKerasDecisions(await replayInFit(model, given), given);
  });

  it.each(table(withoutUar(oneEach)))("in TensorFlow.js' model.fit: %s", async (_name, given) => {
    const before = tf.memory().numTensors;
    expectKerasDecisions(await replayInTfjsFit(model, given), given);
    // The optimizer's moments of this run, and nothing else.
    model.optimizer.dispose();
    expect(tf.memory().numTensors - before).toBe(0);
  });
});

describe('the recorded runs', () => {
  it('hold every kind of decision', () => {
    const some = (kind: string, what: (given: ReplayCase) => boolean) =>
      replayCases.filter((given) => given.kind === kind && what(given)).length;
    const last = ({ decisions }: ReplayCase) => decisions.at(-1)!;
    expect(some('EarlyStopping', (given) => last(given)[0])).toBeGreaterThan(50);
    expect(some('EarlyStopping', (given) => !last(given)[0])).toBeGreaterThan(5);
    const early = (given: ReplayCase) => given.restored < given.decisions.length - 1;
    expect(some('EarlyStopping', (given) => given.restores && last(given)[0] && early(given))).toBeGreaterThan(20);
    expect(some('ReduceLROnPlateau', (given) => last(given)[1] < 1e-3)).toBeGreaterThan(50);
    expect(some('ModelCheckpoint', ({ decisions }) => decisions.some(([, , saved]) => !saved))).toBeGreaterThan(10);
    expect(some('LearningRateScheduler', (given) => last(given)[1] !== 1e-3)).toBeGreaterThan(2);
  });

  it('come with NaN first and in the middle', () => {
    const nan = replayCases.filter(({ logOf }) => Number.isNaN(logOf(0).valLoss)).length;
    expect(nan).toBe(replayCases.length / 7);
    expect(replayCases.filter(({ logOf }) => Number.isNaN(logOf(7).valLoss)).length).toBe(replayCases.length / 7);
  });
});
