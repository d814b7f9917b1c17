// Run by mfcc_compare.py: our results of its random cases beside librosa's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenFunction, ourOptions } from './librosaFunctions';

interface Case {
  readonly function: string;
  readonly options: Record<string, unknown>;
  readonly cols: number;
  readonly resultCols: number;
}

const folder = process.argv[2] ?? '.';
const bytes = (name: string) => Uint8Array.from(readFileSync(join(folder, name))).buffer;
const cases: Case[] = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const worst = new Map<string, { count: number; absolute: number; relative: number; failed: number }>();
for (const [index, { function: name, options, cols, resultCols }] of cases.entries()) {
  const samples = new Float32Array(bytes(`${index}.in`));
  const expected = new Float64Array(bytes(`${index}.out`));
  const { run, rtol, atol } = goldenFunction(name);
  const entry = worst.get(name) ?? { count: 0, absolute: 0, relative: 0, failed: 0 };
  worst.set(name, entry);
  entry.count++;
  try {
    const S = { data: samples, rows: cols && samples.length / cols, cols };
    const actual = run({ samples, S }, ourOptions(options));
    if (actual.cols !== resultCols || actual.data.length !== expected.length) {
      const rows = expected.length / resultCols;
      throw new Error(`shape ${actual.rows} x ${actual.cols}, expected ${rows} x ${resultCols}`);
    }
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // librosa transforms in float32, which leaves so much of unscaled coefficients of some 10,000.
    const coarse = name === 'mfcc' ? 1e-6 * largest : 0;
    let excess = 0;
    expected.forEach((value, i) => {
      const gap = Math.abs(actual.data[i]! - value);
      entry.absolute = Math.max(entry.absolute, gap);
      if (largest > 1e-6) entry.relative = Math.max(entry.relative, gap / largest);
      if (!(gap <= atol + rtol * Math.abs(value) + coarse)) excess = Math.max(excess, gap) || Number.NaN;
    });
    if (excess !== 0) throw new Error(`difference ${excess} beside values up to ${largest}`);
  } catch (error) {
    entry.failed++;
    process.exitCode = 1;
    console.error(`case ${index} ${name} ${JSON.stringify(options)}, ${samples.length} values: ${(error as Error).message}`);
  }
}
console.log('| function | cases | largest difference | beside the largest value | failed |\n|---|---|---|---|---|');
for (const [name, { count, absolute, relative, failed }] of [...worst].sort()) {
  console.log(`| ${name} | ${count} | ${absolute.toExponential(1)} | ${relative.toExponential(1)} | ${failed} |`);
}
