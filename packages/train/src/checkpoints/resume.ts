import type { Callback, TrainContext } from '../callback';
import { TrainError } from '../errors';
import type { CheckpointStore, TrainCheckpoint, TrainIdentity } from './trainCheckpoint';

/** The checkpoint to go on from, if any. */
export async function newestOf(
  resumeFrom: CheckpointStore | TrainCheckpoint | undefined,
): Promise<TrainCheckpoint | undefined> {
  if (resumeFrom === undefined) return undefined;
  return 'load' in resumeFrom ? resumeFrom.load() : resumeFrom;
}

/** Throws unless a checkpoint is one of this very training. */
export function checkIdentity(
  { identity, callbacks: saved }: TrainCheckpoint,
  expected: TrainIdentity,
  callbacks: readonly Callback[],
): void {
  for (const name of ['seed', 'batchSize', 'rows', 'batches'] as const) {
    if (identity[name] !== expected[name]) {
      throw new TrainError(
        'CHECKPOINT_MISMATCH',
        `fit: the checkpoint of resumeFrom was trained with ${name}=${identity[name]}, this training has ${expected[name]}; expected the same, or a new folder for a new training`,
      );
    }
  }
  const stateful = (name: string | undefined, has: boolean) => (has ? (name ?? 'unnamed') : 'none');
  const now = callbacks.map(({ name, saveState }) => stateful(name, saveState !== undefined));
  const then = saved.map((state) => stateful(state?.name, state !== null));
  if (now.join() !== then.join()) {
    throw new TrainError(
      'CHECKPOINT_MISMATCH',
      `fit: the checkpoint of resumeFrom holds the state of callbacks [${then.join(', ')}], this training has [${now.join(', ')}]; expected the same in the same order`,
    );
  }
}

/** The state of each callback that has one. */
export async function saveCallbacks(callbacks: readonly Callback[]): Promise<TrainCheckpoint['callbacks']> {
  const states = [];
  for (const callback of callbacks) {
    const state = await callback.saveState?.();
    states.push(state === undefined ? null : { name: callback.name ?? 'unnamed', ...state });
  }
  return states;
}

/** Gives each callback its state back. */
export async function restoreCallbacks(
  callbacks: readonly Callback[],
  { callbacks: states }: TrainCheckpoint,
  context: TrainContext,
): Promise<void> {
  for (const [index, callback] of callbacks.entries()) {
    const state = states[index];
    if (state) await callback.restoreState?.(state, context);
  }
}
