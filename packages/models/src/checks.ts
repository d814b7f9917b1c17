import { ModelsError } from './errors';

/** Throws unless `value` is a whole number of at least 1. */
export function checkPositiveInteger(functionName: string, option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new ModelsError(
      'INVALID_OPTION',
      `${functionName}: ${option}=${String(value)}; expected a whole number of at least 1`,
    );
  }
}

/** Throws unless `shape` holds `rank` whole numbers of at least 1. */
export function checkInputShape(functionName: string, shape: readonly number[], layout: readonly string[]): void {
  const good = shape.length === layout.length && shape.every((size) => Number.isInteger(size) && size >= 1);
  if (!good) {
    throw new ModelsError(
      'INVALID_OPTION',
      `${functionName}: inputShape=[${shape.join(', ')}]; expected [${layout.join(', ')}], whole numbers of at least 1`,
    );
  }
}

/** Throws unless `rate` can be a dropout rate: at least 0 and below 1. */
export function checkRate(functionName: string, option: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) {
    throw new ModelsError('INVALID_OPTION', `${functionName}: ${option}=${String(rate)}; expected 0 <= ${option} < 1`);
  }
}
