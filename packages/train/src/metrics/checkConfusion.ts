import { TrainError } from '../errors';

/** Throws unless `matrix` is square and holds counts, at least one of them above 0. */
export function checkConfusion(functionName: string, matrix: readonly (readonly number[])[]): void {
  const counts = matrix.flat();
  const bad = counts.find((count) => !(Number.isFinite(count) && count >= 0));
  if (matrix.some((row) => row.length !== matrix.length) || bad !== undefined) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: matrix has ${matrix.length} rows of ${matrix.map((row) => row.length).join(', ')} counts${bad === undefined ? '' : `, one of them ${bad}`}; expected as many counts from 0 in each row as there are rows`,
    );
  }
  if (!counts.some((count) => count > 0)) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: matrix holds no count above 0; expected at least one row`,
    );
  }
}
