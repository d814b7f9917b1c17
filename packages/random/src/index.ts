export { createRng, restoreRng } from './createRng';
export { RandomError, type RandomErrorCode } from './errors';
export type { Rng } from './rng';
