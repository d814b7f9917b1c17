import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A golden file of this package. */
export function readGolden<Golden>(name: string): Golden {
  return JSON.parse(readFileSync(join(__dirname, '..', 'golden', name), 'utf8'));
}
