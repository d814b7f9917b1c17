import { resample } from '@ser/dsp';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { microphone } from '../src';
import { BlockQueue } from '../src/microphone/blockQueue';
import { createBlockCutter } from '../src/microphone/createBlockCutter';
import { createResampleStream } from '../src/microphone/createResampleStream';
import { errorOf } from './support/errorOf';

describe('microphone in Node', () => {
  it('says that there is none here', async () => {
    const blocks = microphone();
    const error = await errorOf(() => blocks.next());
    expect([error.code, error.message]).toEqual([
      'NO_MICROPHONE',
      expect.stringContaining('Node and workers have none'),
    ]);
    expect(await blocks.next()).toEqual({ done: true, value: undefined });
  });

  it('ends at once when it is left before it began', async () => {
    const blocks = microphone();
    await blocks.return!();
    expect(await blocks.next()).toEqual({ done: true, value: undefined });
  });

  it('ends with ABORTED when the signal is raised already', async () => {
    const reason = new Error('no more');
    const error = await errorOf(() => microphone({ signal: AbortSignal.abort(reason) }).next());
    expect([error.code, error.cause]).toEqual(['ABORTED', reason]);
  });

  it.each([
    [{ sampleRate: 0 }, /sampleRate is 0; a whole number of 8,000 to 96,000/],
    [{ sampleRate: 22050.5 }, /sampleRate is 22050.5/],
    [{ blockSize: 64 }, /blockSize is 64/],
    [{ bufferSeconds: Number.NaN }, /bufferSeconds is NaN; 0.1 to 600/],
  ])('refuses %p', async (options, message) => {
    const error = await errorOf(() => microphone(options));
    expect([error.code, error.message]).toEqual(['INVALID_ARGUMENT', expect.stringMatching(message)]);
  });
});

describe('createResampleStream', () => {
  const noise = Float32Array.from({ length: 60_000 }, (_, i) => Math.sin(i * i * 1e-5) * 0.5 + Math.sin(i) * 0.1);

  it.each([
    [48_000, 22_050],
    [44_100, 16_000],
    [44_100, 48_000],
    [16_000, 48_000],
    [48_000, 8_000],
  ])('gives what resample gives of the whole, %d to %d Hz, whatever the pieces', (from, to) => {
    const whole = resample(noise, from, to, { resampler: 'sinc_hq' });
    const convert = createResampleStream(from, to);
    const pieces: number[] = [];
    for (let at = 0, size = 1; at < noise.length; at += size, size = (size * 7 + 3) % 2_000) {
      pieces.push(...convert(noise.subarray(at, at + size)));
    }
    // What the filter would need beyond the last piece is not there yet.
    expect(pieces.length / to).toBeGreaterThan(noise.length / from - 0.1);
    expectAllClose(pieces, whole.subarray(0, pieces.length), { atol: 1e-6, why: 'float32 sums' });
  });
});

it('createBlockCutter gives blocks of one size, and every sample once', () => {
  const blocks: Float32Array[] = [];
  const cut = createBlockCutter(100, (block) => blocks.push(block));
  const samples = Float32Array.from({ length: 1_050 }, (_, i) => i);
  for (const [from, to] of [
    [0, 1],
    [1, 250],
    [250, 250],
    [250, 1_050],
  ] as const)
    cut(samples.subarray(from, to));
  expect(blocks.map(({ length }) => length)).toEqual(new Array(10).fill(100));
  expect(blocks.flatMap((block) => [...block])).toEqual([...samples.subarray(0, 1_000)]);
});

describe('BlockQueue', () => {
  const block = (value: number) => Float32Array.of(value, value);

  it('gives blocks in order, those that come and those that wait', async () => {
    const queue = new BlockQueue();
    const [first, second] = [queue.next(), queue.next()];
    for (const value of [1, 2, 3]) queue.push(block(value));
    expect(await Promise.all([first, second, queue.next()])).toEqual(
      [1, 2, 3].map((value) => ({ done: false, value: block(value) })),
    );
    expect(queue.samples).toBe(0);
  });

  it('gives what waits, then throws once, then is done', async () => {
    const queue = new BlockQueue();
    queue.push(block(1));
    queue.end(new Error('gone'));
    queue.push(block(2));
    expect((await queue.next()).value).toEqual(block(1));
    await expect(queue.next()).rejects.toThrow('gone');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('ends every call that waits', async () => {
    const queue = new BlockQueue();
    const waiting = [queue.next(), queue.next()];
    queue.end(new Error('gone'));
    const [first, second] = await Promise.allSettled(waiting);
    expect([first!.status, second]).toEqual([
      'rejected',
      { status: 'fulfilled', value: { done: true, value: undefined } },
    ]);
  });

  it('drops the oldest', () => {
    const queue = new BlockQueue();
    for (const value of [1, 2]) queue.push(block(value));
    expect([queue.drop(), queue.samples]).toEqual([2, 2]);
  });
});
