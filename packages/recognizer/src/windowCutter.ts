/** A stretch of a stream; `start` counts samples from its beginning. */
export interface AudioWindow {
  readonly start: number;
  readonly samples: Float32Array;
}

/** Lengths in samples; `hop` need not be whole. */
export interface WindowPlan {
  readonly window: number;
  readonly hop: number;
}

/**
 * Cuts a stream of blocks into windows: one every `hop` samples that is wholly there, and at the end one that ends with the
 * stream, unless the last one does already. Where the blocks' borders lie changes nothing. Holds a window's samples, a hop's
 * and a block's at most.
 */
export class WindowCutter {
  readonly #plan: WindowPlan;
  /** Holds the stream from sample `#first` on, at `#offset`, `#length` samples of it; the rest is room to grow. */
  #buffer = new Float32Array(0);
  #offset = 0;
  #length = 0;
  #first = 0;
  #cut = 0;
  /** Where the last window ended. */
  #covered = 0;

  constructor(plan: WindowPlan) {
    this.#plan = plan;
  }

  /** Number of samples so far. */
  get received(): number {
    return this.#first + this.#length;
  }

  /** Takes a block; returns the windows that it completes. */
  push(block: Float32Array): AudioWindow[] {
    this.#append(block);
    const windows: AudioWindow[] = [];
    while (this.#nextStart() + this.#plan.window <= this.received) {
      windows.push(this.#take(this.#nextStart(), this.#nextStart() + this.#plan.window));
      this.#cut += 1;
    }
    // The last window may reach back one window from the end.
    const needed = Math.min(this.#nextStart(), this.received - this.#plan.window);
    if (needed > this.#first) {
      this.#offset += needed - this.#first;
      this.#length -= needed - this.#first;
      this.#first = needed;
    }
    return windows;
  }

  /** The window that ends with the stream: shorter than the others when the stream is; none when it was cut already. */
  finish(): AudioWindow | undefined {
    const end = this.received;
    if (end === this.#covered) return undefined;
    return this.#take(Math.max(0, end - this.#plan.window), end);
  }

  /** Rounded from the exact place, so that a fractional hop does not drift. */
  #nextStart(): number {
    return Math.round(this.#cut * this.#plan.hop);
  }

  #take(start: number, end: number): AudioWindow {
    this.#covered = end;
    const at = this.#offset - this.#first;
    return { start, samples: this.#buffer.slice(at + start, at + end) };
  }

  /** Moves what is kept only when the room is used up, so that small blocks cost what they hold. */
  #append(block: Float32Array): void {
    const length = this.#length + block.length;
    if (this.#offset + length > this.#buffer.length) {
      const kept = this.#buffer.subarray(this.#offset, this.#offset + this.#length);
      const roomy = 2 * length > this.#buffer.length ? new Float32Array(2 * length) : this.#buffer;
      roomy.set(kept);
      this.#buffer = roomy;
      this.#offset = 0;
    }
    this.#buffer.set(block, this.#offset + this.#length);
    this.#length = length;
  }
}
