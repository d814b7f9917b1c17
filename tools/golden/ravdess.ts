import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.SER_RAVDESS ?? join(__dirname, '../../../shared/ravdess');

/** The folder of real RAVDESS clips (SER_RAVDESS, or shared/ravdess beside the repository), or null with a printed reason. */
export function ravdessFolder(): string | null {
  if (existsSync(join(folder, 'Actor_01'))) return folder;
  console.warn(`Tests on real clips are skipped: no RAVDESS at ${folder}; set SER_RAVDESS to its folder.`);
  return null;
}

export function clipPath(corpus: string, id: string): string {
  return join(corpus, `Actor_${id.slice(-2)}`, `${id}.flac`);
}
