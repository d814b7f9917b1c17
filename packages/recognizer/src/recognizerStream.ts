import { createBreather } from './breather';
import { checkSamples } from './checkAudio';
import { RecognizerError } from './errors';
import type { Recognition, Segment } from './recognition';
import { type AudioWindow, WindowCutter, type WindowPlan } from './windowCutter';

/** What a stream is made from. */
interface StreamParts {
  readonly sampleRate: number;
  readonly plan: WindowPlan;
  readonly recognize: (samples: Float32Array) => Promise<Recognition>;
}

/** Recognizes audio that arrives in blocks. Made by `Recognizer.stream`; one stream is one recording. */
export class RecognizerStream {
  readonly #parts: StreamParts;
  readonly #cutter: WindowCutter;
  readonly #breathe = createBreather();
  #received = 0;
  #ended = false;
  /** The work of earlier calls: blocks are taken in their order even where nobody waits. */
  #earlier: Promise<unknown> = Promise.resolve();

  /** Use `Recognizer.stream`. */
  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#cutter = new WindowCutter(parts.plan);
  }

  /**
   * Takes the next block; it is copied, so the caller may use its memory again.
   *
   * @param block - mono samples in [-1, 1], any number of them
   * @returns the segments that the block completes, in order
   * @throws RecognizerError `INVALID_CLIP`, `NON_FINITE_SAMPLES` (the block is not taken), `STREAM_ENDED`, and those of
   * `recognize`
   */
  async push(block: Float32Array): Promise<Segment[]> {
    this.#checkOpen('push');
    checkSamples('push', block, this.#received);
    this.#received += block.length;
    const copy = block.slice();
    return this.#afterEarlier(async () => {
      const segments: Segment[] = [];
      // A block of hours is cut bit by bit: all its windows at once would take many times its memory.
      for (let from = 0; from < copy.length; from += this.#parts.plan.window) {
        for (const window of this.#cutter.push(copy.subarray(from, from + this.#parts.plan.window))) {
          segments.push(await this.#recognize(window));
        }
      }
      return segments;
    });
  }

  /**
   * Ends the stream.
   *
   * @returns the segment that ends with the audio, unless the last one did
   * @throws RecognizerError `CLIP_TOO_SHORT` when less than the bundle's shortest clip came, `STREAM_ENDED`, and those of
   * `recognize`
   */
  async end(): Promise<Segment[]> {
    this.#checkOpen('end');
    this.#ended = true;
    return this.#afterEarlier(async () => {
      if (this.#received === 0) return [await this.#recognize({ start: 0, samples: new Float32Array(0) })];
      const last = this.#cutter.finish();
      return last === undefined ? [] : [await this.#recognize(last)];
    });
  }

  #checkOpen(method: string): void {
    if (this.#ended) throw new RecognizerError('STREAM_ENDED', `${method}: the stream has ended; begin another one`);
  }

  #afterEarlier<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#earlier.then(work);
    this.#earlier = result.catch(() => undefined);
    return result;
  }

  async #recognize({ start, samples }: AudioWindow): Promise<Segment> {
    const { sampleRate, recognize } = this.#parts;
    const recognition = await recognize(samples);
    await this.#breathe();
    return { start: start / sampleRate, end: (start + samples.length) / sampleRate, ...recognition };
  }
}
