/**
 * Where the threads meet: a block of the first page of the shared memory, below the kernels' static data.
 *
 * A job is the name of a kernel, its arguments and a number of chunks. The ticket holds the job's generation and how many
 * of its chunks nobody has claimed; a chunk is claimed by lowering the ticket by one in a compare-and-swap. While chunks
 * are left nobody rewrites the job, and a swap fails when the ticket has moved on, so a late thread that read half of the
 * next job claims nothing with it.
 */

/** Indexes of 32-bit integers, each in a cache line of its own. */
export const TICKET = 16;
/** Chunks that are finished. */
export const DONE = 32;
/** Not 0 once a kernel trapped. */
export const FAILED = 48;
/** Number of workers that run. */
export const READY = 64;
/** Not 0 when the workers should end. */
export const STOP = 80;
/** Index of the kernel among the names that the workers were given; number of chunks; number of arguments. */
export const KERNEL = 96;
export const CHUNKS = 97;
export const ARGUMENT_COUNT = 98;
/** Index of the job's first chunk: more chunks than a ticket counts are given out in turns. */
export const FIRST_CHUNK = 99;

/** Byte offset and most arguments of a job, as float64: every address, count and float32 is exact in it. */
export const ARGUMENTS = 512;
export const MOST_ARGUMENTS = 48;

/** Bits of the ticket that count chunks. */
export const CHUNK_BITS = 12;
export const MOST_CHUNKS = (1 << CHUNK_BITS) - 1;

export type Kernel = (...args: number[]) => void;

/** Claims and runs chunks of the current job until none is left. */
export class ChunkTaker {
  private readonly kernels: readonly Kernel[];
  private readonly ints: Int32Array;
  private readonly args: Float64Array;
  private generation = -1;
  private kernel: Kernel | undefined;
  private chunks = 0;
  private first = 0;
  private job: number[] = [];

  constructor(buffer: ArrayBufferLike, kernels: readonly Kernel[]) {
    this.kernels = kernels;
    this.ints = new Int32Array(buffer, 0, 128);
    this.args = new Float64Array(buffer, ARGUMENTS, MOST_ARGUMENTS);
  }

  run(): void {
    const { ints } = this;
    for (;;) {
      const ticket = Atomics.load(ints, TICKET);
      const left = ticket & MOST_CHUNKS;
      if (left === 0) return;
      if (ticket >>> CHUNK_BITS !== this.generation) this.read(ticket >>> CHUNK_BITS);
      const { kernel, job, chunks, first } = this;
      if (Atomics.compareExchange(ints, TICKET, ticket, ticket - 1) !== ticket) continue;
      try {
        // Only a swap that succeeded says that what was read is a whole job.
        if (kernel) kernel(first + chunks - left, ...job);
        else Atomics.store(ints, FAILED, 1);
      } catch {
        // A trap; the thread that gave the job out turns it into an error.
        Atomics.store(ints, FAILED, 1);
      } finally {
        if (Atomics.add(ints, DONE, 1) + 1 === chunks) Atomics.notify(ints, DONE);
      }
    }
  }

  private read(generation: number): void {
    const { ints } = this;
    this.generation = generation;
    this.kernel = this.kernels[Atomics.load(ints, KERNEL)];
    this.chunks = Atomics.load(ints, CHUNKS);
    this.first = Atomics.load(ints, FIRST_CHUNK);
    this.job = Array.from(this.args.subarray(0, Math.min(MOST_ARGUMENTS, Atomics.load(ints, ARGUMENT_COUNT))));
  }
}
