import { TrainError } from '../errors';

/** Each row's group; a row without one cannot be kept together with its like. */
export function groupsOf<Row>(
  functionName: string,
  rows: readonly Row[],
  group: (row: Row) => string | undefined,
): string[] {
  return rows.map((row, index) => {
    const name = group(row);
    if (typeof name === 'string' && name !== '') return name;
    throw new TrainError(
      'INVALID_SPLIT',
      `${functionName}: row ${index} has the group ${JSON.stringify(name)}; expected text that is not empty. Leave rows of unknown speakers out, or give each its own name`,
    );
  });
}
