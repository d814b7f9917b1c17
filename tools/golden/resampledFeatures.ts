// Run by resampled_features.py: report162 of clips loaded with each of our resamplers, beside that of librosa's soxr_hq waveform.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '@ser/audio-io';
import { chromaStft, report162 } from '@ser/features';

const BLOCKS = { 'zero crossings': [0, 1], chroma: [1, 13], MFCC: [13, 33], RMS: [33, 34], mel: [34, 162] } as const;
const RESAMPLERS = ['kaiser_best', 'kaiser_fast', 'sinc_hq'] as const;

const folder = process.argv[2] ?? '.';
const { paths, librosa } = JSON.parse(readFileSync(join(folder, 'clips.json'), 'utf8')) as { paths: string[]; librosa: string };

/** Median and largest of a block's differences over clips, each a share of the block's largest value. */
type Differences = Map<string, number[]>;

async function main(): Promise<void> {
  const table = new Map<string, Differences>();
  for (const [index, path] of paths.entries()) {
    const theirs = new Float32Array(Uint8Array.from(readFileSync(join(folder, `${index}.f32`))).buffer);
    const expected = report162({ samples: theirs, sampleRate: 22050 });
    for (const resampler of RESAMPLERS) {
      const clip = await load(path, { offset: 0.4, duration: 2.6, resampler });
      const row = table.get(resampler) ?? new Map<string, number[]>();
      table.set(resampler, row);
      note(row, 'waveform', difference(clip.samples.subarray(0, theirs.length), theirs));
      const actual = report162(clip);
      for (const [name, [from, to]] of Object.entries(BLOCKS)) {
        note(row, name, difference(actual.subarray(from, to), expected.subarray(from, to)));
      }
      // With the tuning fixed, the histogram's ties have no part in it.
      const tuned = [clip.samples, theirs].map((samples) => means(chromaStft({ samples, sampleRate: 22050 }, { tuning: 0 })));
      note(row, 'chroma, tuning 0', difference(tuned[0]!, tuned[1]!));
    }
  }
  const columns = ['waveform', ...Object.keys(BLOCKS), 'chroma, tuning 0'];
  console.log(`${paths.length} clips beside librosa ${librosa}'s soxr_hq: median, largest, as a share of the largest value\n`);
  console.log(`| resampler | ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length + 1)}`);
  for (const [resampler, row] of table) {
    const cells = columns.map((name) => {
      const values = (row.get(name) ?? []).sort((a, b) => a - b);
      return `${(values[values.length >> 1] ?? 0).toExponential(1)}, ${(values.at(-1) ?? 0).toExponential(1)}`;
    });
    console.log(`| \`${resampler}\` | ${cells.join(' | ')} |`);
  }
}

function note(row: Differences, name: string, value: number): void {
  row.set(name, [...(row.get(name) ?? []), value]);
}

function difference(actual: Float32Array, expected: Float32Array): number {
  let most = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return most / largest;
}

function means({ data, rows, cols }: { data: Float32Array; rows: number; cols: number }): Float32Array {
  return Float32Array.from({ length: cols }, (_, col) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += data[row * cols + col]!;
    return sum / rows;
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
