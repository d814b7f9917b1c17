import type { CallbackState } from '../callback';
import { checkPlainJson, type Refuse } from './plainJson';
import type { AveragingState, OptimizerState, TrainCheckpoint } from './trainCheckpoint';

/** A checkpoint without its tensors: the JSON of its file. Fields that are not named here travel along. */
export interface CheckpointFields extends Omit<TrainCheckpoint, 'weights' | 'optimizer' | 'averaging' | 'callbacks'> {
  /** Of the weights' bytes. */
  readonly weightsSha256: string;
  readonly optimizer: Omit<OptimizerState, 'moments'>;
  readonly averaging?: Omit<AveragingState, 'values'>;
  /** With the hash of the weights that a callback keeps. */
  readonly callbacks: readonly (
    | ({ readonly name: string; readonly weightsSha256?: string } & Omit<CallbackState, 'weights'>)
    | null
  )[];
}

/**
 * Refuses fields that no training has: a wrong type, a number out of range, anything that JSON cannot hold.
 *
 * @param value - what is to be written, or what was read
 */
export function checkFields(value: unknown, refuse: Refuse): CheckpointFields {
  checkPlainJson(value, 'checkpoint', refuse);
  const expect = (holds: boolean, path: string, received: unknown, expected: string): void => {
    if (!holds) refuse(`${path} is ${show(received)}; expected ${expected}`);
  };
  const object = (received: unknown, path: string): Record<string, unknown> =>
    isObject(received) ? received : refuse(`${path} is ${show(received)}; expected an object`);
  const array = (received: unknown, path: string): unknown[] =>
    Array.isArray(received) ? received : refuse(`${path} is ${show(received)}; expected an array`);
  const count = (received: unknown, path: string, least = 0): void =>
    expect(isCount(received) && received >= least, path, received, `a whole number of at least ${least}`);
  const number = (received: unknown, path: string): void =>
    expect(typeof received === 'number', path, received, 'a number');
  const string = (received: unknown, path: string): void =>
    expect(typeof received === 'string', path, received, 'a string');

  const fields = object(value, 'checkpoint');
  const identity = object(fields.identity, 'identity');
  expect(['number', 'string'].includes(typeof identity.seed), 'identity.seed', identity.seed, 'a number or a string');
  for (const name of ['batchSize', 'rows', 'batches']) count(identity[name], `identity.${name}`, 1);
  count(fields.nextEpoch, 'nextEpoch');
  expect(typeof fields.stopTraining === 'boolean', 'stopTraining', fields.stopTraining, 'true or false');
  string(fields.weightsSha256, 'weightsSha256');
  const optimizer = object(fields.optimizer, 'optimizer');
  count(optimizer.step, 'optimizer.step');
  number(optimizer.learningRate, 'optimizer.learningRate');
  if (fields.averaging !== undefined) count(object(fields.averaging, 'averaging').count, 'averaging.count');
  array(fields.callbacks, 'callbacks').forEach((received, index) => {
    if (received === null) return;
    const state = object(received, `callbacks[${index}]`);
    string(state.name, `callbacks[${index}].name`);
    if (state.weightsSha256 !== undefined) string(state.weightsSha256, `callbacks[${index}].weightsSha256`);
  });
  array(fields.epochs, 'epochs').forEach((received, index) => {
    const log = object(received, `epochs[${index}]`);
    count(log.epoch, `epochs[${index}].epoch`);
    for (const name of ['loss', 'accuracy', 'learningRate', 'seconds']) number(log[name], `epochs[${index}].${name}`);
  });
  if (fields.stage !== undefined) {
    const stage = object(fields.stage, 'stage');
    count(stage.index, 'stage.index');
    const starts = array(stage.starts, 'stage.starts');
    for (const [index, start] of starts.entries()) count(start, `stage.starts[${index}]`);
    expect(starts.length === Number(stage.index) + 1, 'stage.starts', starts, 'the first epoch of each stage begun');
  }
  return value as CheckpointFields;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
