import { TrainError } from './errors';

/** Throws unless `batchSize` is a whole number of at least 1. One larger than the data just takes all rows at once. */
export function checkBatchSize(functionName: string, batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: batchSize=${String(batchSize)}; expected a whole number of at least 1`,
    );
  }
}
