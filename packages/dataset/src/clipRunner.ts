import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import { DatasetError, type DatasetErrorCode } from './errors';
import { type ClipJob, type ClipOutcome, extractClip } from './extractClip';
import type { PortableRecipe, Recipe } from './recipe';
import type { WorkerAnswer } from './worker';

/** Where clips are computed. */
export interface ClipRunner {
  /** How many clips may be in flight; more would only sit in memory. */
  readonly concurrency: number;
  run(job: ClipJob): Promise<ClipOutcome>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}

/** In the calling thread, one clip after the other; between two clips timers and signals get their turn. */
export function localRunner(recipe: Recipe): ClipRunner {
  return {
    concurrency: 1,
    async run(job) {
      await setImmediate();
      return extractClip(job, recipe);
    },
    async close() {},
  };
}

/** In `threads` worker threads. For a worker that dies the pool starts another, which tries its clip once more. */
export function workerRunner(recipe: PortableRecipe, threads: number): ClipRunner {
  const { entry, execArgv } = workerEntry(import.meta.url);
  // Two jobs a thread: one that runs, one that is ready when it ends.
  const concurrency = threads * 2;
  let closed = false;
  const pool = new Piscina({
    minThreads: threads,
    maxThreads: threads,
    maxQueue: concurrency,
    workerData: recipe,
    execArgv,
  });
  // A thread that fails while it has no task: piscina replaces one that has worked before. One that fails as it starts
  // it does not, and would leave queued tasks waiting for ever. (A race of each task against one promise that says so
  // would keep every answer in memory as long as the pool.)
  let unavailable: DatasetError | undefined;
  pool.on('error', (error: Error) => {
    if (pool.threads.length > 0 && pool.completed > 0) return;
    const message = `buildDataset: worker threads do not start (${error.message}); workers: 0 computes without them`;
    unavailable = new DatasetError('WORKERS_UNAVAILABLE', message, { cause: error });
    void pool.destroy();
  });

  async function answerTo(job: ClipJob): Promise<WorkerAnswer | { readonly died: Error }> {
    try {
      // The entry is named here rather than to the pool: then a failure to load it is an answer, not a dead thread.
      return await pool.run(job, { filename: entry, name: 'runClip' });
    } catch (error) {
      if (unavailable) throw unavailable;
      // The handler itself never throws, so this is the thread: process.exit, memory, an uncaught error elsewhere.
      return { died: error as Error };
    }
  }

  return {
    concurrency,
    async run(job) {
      let answer = await answerTo(job);
      // Another clip may have been to blame.
      if ('died' in answer && !closed) answer = await answerTo(job);
      if ('died' in answer) {
        const message = `two worker threads that computed this clip ended: ${answer.died.message}`;
        return { rows: [], failures: [{ code: 'WORKER_DIED', message }], warnings: [] };
      }
      if ('fatal' in answer) throw new DatasetError(answer.fatal.code as DatasetErrorCode, answer.fatal.message);
      return answer.outcome;
    },
    async close() {
      closed = true;
      await pool.destroy();
    },
  };
}

/**
 * The worker's file beside this one, in the same form (dist ESM, dist CommonJS, or TypeScript source).
 * Running from source is for this repository only: the thread then needs the condition that leads to sources, which
 * Jest's main thread does not have as a flag, and tsx, whose own `--import tsx` does nothing in a worker.
 */
export function workerEntry(moduleUrl: string): { entry: string; execArgv?: string[] } {
  const extension = /\.[cm]?[jt]s$/.exec(new URL(moduleUrl).pathname)?.[0] ?? '.js';
  const entry = fileURLToPath(new URL(`./worker${extension}`, moduleUrl));
  if (extension !== '.ts') return { entry };
  // require.resolve leads to the CommonJS form of 'tsx/esm/api', whose register looks for its hooks in the wrong folder.
  const tsx = new URL('./esm/api/index.mjs', pathToFileURL(createRequire(moduleUrl).resolve('tsx'))).href;
  const register = encodeURIComponent(`import { register } from '${tsx}'; register();`);
  return { entry, execArgv: ['--conditions=@ser/source', '--import', `data:text/javascript,${register}`] };
}
