import { createRng, type Rng } from '@ser/random';
import { TrainError } from './errors';

/** A function's own stream of a seed; NaN and infinities are refused by name. */
export function seededRng(functionName: string, seed: number | string, stream = functionName): Rng {
  if (typeof seed === 'string' || (typeof seed === 'number' && Number.isFinite(seed))) {
    return createRng(seed).fork(stream);
  }
  throw new TrainError('INVALID_OPTION', `${functionName}: seed=${String(seed)}; expected a finite number or a text`);
}
