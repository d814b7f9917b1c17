import { AudioError } from '../errors';
import { formatCount } from '../limits';
import { abortError } from '../sources/reading';
import { BlockQueue } from './blockQueue';
import { createBlockCutter } from './createBlockCutter';
import { createResampleStream } from './createResampleStream';
import { openRecorder } from './openRecorder';

export interface MicrophoneOptions {
  /** Of the blocks, in Hz, 8,000 to 96,000 (default 22,050). */
  readonly sampleRate?: number;
  /** Samples in a block, 128 to 96,000 (default 1,024). */
  readonly blockSize?: number;
  /** Seconds of blocks that are kept while they are not taken, 0.1 to 600 (default 10). */
  readonly bufferSeconds?: number;
  /**
   * Called when more blocks wait than `bufferSeconds` allow: the oldest are dropped, and it is told how many samples. Without
   * it, recording ends then: the blocks that wait are still given, and after them an error of code `OVERRUN`.
   */
  readonly onOverrun?: (lostSamples: number) => void;
  /**
   * Which microphone and what the browser does to its sound (default: one channel, and neither echo cancellation, noise
   * suppression nor gain control, which all change a voice).
   */
  readonly constraints?: MediaTrackConstraints;
  /** Ends recording; the next block is then an error of code `ABORTED`. */
  readonly signal?: AbortSignal;
}

/**
 * Records the microphone, in browsers: an async iterable of mono blocks of `blockSize` samples in [-1, 1].
 *
 * The user is asked when the first block is; leaving the loop (`break`, an error, `return()`) or the signal stops the
 * microphone. Its sound does not wait: blocks that are not taken are kept for `bufferSeconds`, see `onOverrun`.
 *
 * Recorded in an AudioWorklet at `sampleRate` where the browser can, else (Firefox, mostly) at its own rate and resampled.
 *
 * @throws {AudioError} `INVALID_ARGUMENT` at once; from the loop `NO_MICROPHONE` (none; no permission to ask, as in Node or on
 * a page without https; audio is held back until a click), `PERMISSION_DENIED`, `DISCONNECTED`, `OVERRUN`, `ABORTED`
 * @example
 * for await (const block of microphone({ sampleRate: 16000 })) {
 *   meter.value = Math.max(...block.map(Math.abs));
 * }
 * @see Web Audio API, section 1.32 (AudioWorklet); Media Capture and Streams, section 10
 */
export function microphone(options: MicrophoneOptions = {}): AsyncIterableIterator<Float32Array> {
  const { sampleRate = 22_050, blockSize = 1_024, bufferSeconds = 10, onOverrun, signal } = options;
  inRange('sampleRate', sampleRate, 8_000, 96_000, true);
  inRange('blockSize', blockSize, 128, 96_000, true);
  inRange('bufferSeconds', bufferSeconds, 0.1, 600, false);
  const constraints = options.constraints ?? {
    channelCount: 1,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  };

  const queue = new BlockQueue();
  let stopRecorder: (() => void) | undefined;
  let isOpened = false;
  let isStopped = false;

  const stop = (error?: unknown) => {
    isStopped = true;
    signal?.removeEventListener('abort', abort);
    stopRecorder?.();
    stopRecorder = undefined;
    queue.end(error);
  };
  const abort = () => {
    queue.clear();
    stop(abortError(signal!));
  };
  const keep = (block: Float32Array) => {
    queue.push(block);
    const limit = Math.max(bufferSeconds * sampleRate, blockSize);
    if (queue.samples <= limit) return;
    if (onOverrun === undefined) {
      const message = `microphone: ${formatCount(queue.samples)} samples were not taken within ${bufferSeconds} s (bufferSeconds)`;
      stop(
        new AudioError(
          'OVERRUN',
          `${message}; recording ended: take blocks faster, or set onOverrun to go on with a gap`,
        ),
      );
      return;
    }
    let lost = 0;
    while (queue.samples > limit) lost += queue.drop();
    onOverrun(lost);
  };
  const open = async () => {
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    const cut = createBlockCutter(blockSize, keep);
    let convert: ((samples: Float32Array) => Float32Array) | undefined;
    const onSamples = (samples: Float32Array, rate: number) => {
      if (rate === sampleRate) return cut(samples);
      convert ??= createResampleStream(rate, sampleRate);
      cut(convert(samples));
    };
    const onEnd = () => {
      stop(new AudioError('DISCONNECTED', 'microphone: it was disconnected, or taken away from the page'));
    };
    try {
      const opened = await openRecorder({ sampleRate, constraints, onSamples, onEnd });
      // Left or aborted while the user was asked.
      if (isStopped) opened();
      else stopRecorder = opened;
    } catch (error) {
      stop(error);
    }
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (!isOpened) {
        isOpened = true;
        void open();
      }
      return queue.next();
    },
    async return() {
      isOpened = true;
      queue.clear();
      stop();
      return { done: true, value: undefined };
    },
  };
}

function inRange(name: string, value: number, least: number, most: number, isWhole: boolean): void {
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return;
  const range = `${formatCount(least)} to ${formatCount(most)}`;
  const message = `microphone: ${name} is ${value}; ${isWhole ? 'a whole number of ' : ''}${range} expected`;
  throw new AudioError('INVALID_ARGUMENT', message);
}
