/**
 * Blocks between a producer that never waits and a consumer that does. What is queued when it ends is still given out.
 */
export class BlockQueue {
  readonly #blocks: Float32Array[] = [];
  readonly #waiting: { resolve(result: IteratorResult<Float32Array>): void; reject(error: unknown): void }[] = [];
  #samples = 0;
  #end: { readonly error?: unknown } | undefined;

  /** Samples that wait to be taken. */
  get samples(): number {
    return this.#samples;
  }

  push(block: Float32Array): void {
    if (this.#end) return;
    const first = this.#waiting.shift();
    if (first) {
      first.resolve({ done: false, value: block });
      return;
    }
    this.#blocks.push(block);
    this.#samples += block.length;
  }

  /** Drops the oldest block; its length. */
  drop(): number {
    const length = this.#blocks.shift()?.length ?? 0;
    this.#samples -= length;
    return length;
  }

  /** No more blocks come; after the last of them `error` is thrown once, where there is one. */
  end(error?: unknown): void {
    if (this.#end) return;
    this.#end = { error };
    const [first, ...others] = this.#waiting.splice(0);
    if (first) this.next().then(first.resolve, first.reject);
    for (const { resolve } of others) resolve({ done: true, value: undefined });
  }

  /** Forgets what is queued. */
  clear(): void {
    this.#blocks.length = 0;
    this.#samples = 0;
  }

  async next(): Promise<IteratorResult<Float32Array>> {
    const block = this.#blocks.shift();
    if (block) {
      this.#samples -= block.length;
      return { done: false, value: block };
    }
    if (this.#end === undefined) {
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    }
    const { error } = this.#end;
    this.#end = {};
    if (error !== undefined) throw error;
    return { done: true, value: undefined };
  }
}
