import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAllClose } from '../../../tools/test/expectAllClose';

export function goldenText(name: string): string {
  return readFileSync(join(__dirname, 'golden', name), 'utf8');
}

/** The difference that the README's table states for a feature. */
export function statedDifference(feature: string): number {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const row = readme
    .split('\n')
    .find((line) => line.startsWith(`| \`${feature}\` |`) && / dB \||e-\d+ \||\| 0 \|/.test(line));
  const stated = row?.split('|').at(-2)?.trim().split(' ')[0];
  if (stated === undefined) throw new Error(`README.md states no difference for ${feature}`);
  return Number(stated);
}

/** The blocks of the 162, as [name, from, to]. */
export const BLOCKS = [
  ['zero crossings', 0, 1],
  ['chroma', 1, 13],
  ['MFCC', 13, 33],
  ['RMS', 33, 34],
  ['mel', 34, 162],
] as const;

/** Each block within 1e-4 of its largest value. `rivals` are other chroma blocks that a tied tuning makes as right. */
export function expectBlocksClose(
  actual: Float32Array,
  expected: readonly number[],
  rivals: readonly number[][] = [],
): void {
  expect(actual.length).toBe(162);
  for (const [name, from, to] of BLOCKS) {
    const ours = actual.subarray(from, to);
    const candidates = [expected.slice(from, to), ...(name === 'chroma' ? rivals : [])];
    const errors = candidates.flatMap((theirs) => {
      try {
        const atol = 1e-4 * Math.max(...theirs.map(Math.abs));
        expectAllClose(ours, theirs, { atol, why: `${name}: librosa sums in float32` });
        return [];
      } catch (error) {
        return [error];
      }
    });
    if (errors.length === candidates.length) throw errors[0];
  }
}
