import '@tensorflow/tfjs-backend-cpu';
import { memoryCheckpoints } from '../../src';
import { sampleCheckpoint } from '../support/sampleCheckpoint';

describe('memoryCheckpoints', () => {
  it('has nothing at first, then the newest, as it was when it was saved', async () => {
    const store = memoryCheckpoints();
    expect(await store.load()).toBeUndefined();
    await store.save(sampleCheckpoint(1));
    const newest = sampleCheckpoint(2);
    await store.save(newest);
    newest.optimizer.moments[0]!.m.fill(5);
    newest.weights.data.fill(0);
    expect(await store.load()).toEqual(sampleCheckpoint(2));
  });

  it('keeps the one before when the next cannot be written', async () => {
    const store = memoryCheckpoints();
    await store.save(sampleCheckpoint(1));
    await expect(store.save({ ...sampleCheckpoint(2), nextEpoch: Number.NaN })).rejects.toMatchObject({
      code: 'BAD_CHECKPOINT',
    });
    expect(await store.load()).toEqual(sampleCheckpoint(1));
  });
});
