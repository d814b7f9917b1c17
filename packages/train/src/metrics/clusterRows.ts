import { TrainError } from '../errors';

/** The rows of each cluster, clusters sorted by name; at least two. */
export function clusterRows(functionName: string, clusters: readonly string[]): Uint32Array[] {
  const members = new Map<string, number[]>();
  clusters.forEach((name, row) => {
    const rows = members.get(name);
    if (rows) rows.push(row);
    else members.set(name, [row]);
  });
  if (members.size < 2) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: clusters names ${members.size} cluster(s) for ${clusters.length} rows; expected one name a row, of at least 2 clusters`,
    );
  }
  return [...members.keys()].sort().map((name) => Uint32Array.from(members.get(name)!));
}
