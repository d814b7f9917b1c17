// Run by fuzz_features.py: our features of its random signals beside librosa's. Prints a table and every case that differs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AudioClip, type Matrix, magnitude, type StftOptions, stft } from '@ser/dsp';
import * as features from '@ser/features';

interface Case {
  name: string;
  kind: string;
  sampleRate: number;
  options: Record<string, unknown>;
  given: (StftOptions & { power?: number }) | null;
  outputs?: Record<string, [number, number]>;
  error?: string;
  /** librosa's own tuning, where chroma was to estimate it. */
  tuning?: number;
}

const folder = process.argv[2] ?? '.';
const cases: Case[] = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const bytesOf = (name: string) => Uint8Array.from(readFileSync(join(folder, name))).buffer;
const inDecibels = (one: Case) => one.name === 'spectralContrast' && one.options.linear !== true;

const byName: Record<string, unknown> = { ...features };

function compute(clip: AudioClip, { name, options, given }: Case): Record<string, Matrix> {
  const input = given
    ? { S: magnitude(stft(clip.samples, given), { power: given.power ?? 1 }), sampleRate: clip.sampleRate }
    : clip;
  if (name === 'tonnetz') return { values: features.tonnetz(features.chromaStft(clip, { tuning: 0 })) };
  const run = byName[name] as (input: unknown, options: object) => unknown;
  const result = run(input, options);
  if (typeof result === 'number') return { values: { data: Float32Array.of(result), rows: 1, cols: 1 } };
  return 'data' in (result as object) ? { values: result as Matrix } : (result as Record<string, Matrix>);
}

interface Row {
  cases: number;
  refused: number;
  values: number;
  unsteady: number;
  off: number;
  worst: number;
}
const table = new Map<string, Row>();

cases.forEach((one, index) => {
  const row = table.get(one.name) ?? { cases: 0, refused: 0, values: 0, unsteady: 0, off: 0, worst: 0 };
  table.set(one.name, row);
  row.cases++;
  const say = (text: string) =>
    console.log(`${index} ${one.name} ${one.kind} ${one.sampleRate} ${JSON.stringify(one.options)} ${JSON.stringify(one.given)}: ${text}`);
  const clip = { samples: new Float32Array(bytesOf(`${index}.f32`)), sampleRate: one.sampleRate };
  let ours: Record<string, Matrix> | undefined;
  let refusal: { code?: string; message?: string } | undefined;
  try {
    ours = compute(clip, one);
  } catch (error) {
    refusal = error as { code?: string; message?: string };
  }
  if (refusal) {
    row.refused++;
    if (!refusal.code) say(`threw without a code: ${refusal.message}`);
    else if (!one.error) say(`librosa computes, ours refuses: ${refusal.message}`);
    return;
  }
  for (const [key, matrix] of Object.entries(ours ?? {})) {
    if (!matrix.data.every(Number.isFinite)) say(`${key} is not finite`);
  }
  if (one.error) {
    say(`librosa refuses (${one.error}), ours computes`);
    return;
  }
  if (one.tuning !== undefined && one.options.tuning === undefined) {
    const tuned = compute(clip, { ...one, options: { ...one.options, tuning: one.tuning } });
    if (tuned.values!.data.some((value, i) => value !== ours!.values!.data[i])) {
      say(`the tuning ties: librosa's is ${one.tuning}`);
      ours = tuned;
    }
  }
  for (const [key, [rows, cols]] of Object.entries(one.outputs ?? {})) {
    const expected = new Float64Array(bytesOf(`${index}.${key}.f64`));
    const exact = new Float64Array(bytesOf(`${index}.${key}.exact.f64`));
    const actual = ours![key]!;
    if (actual.rows !== rows || actual.cols !== cols) {
      say(`${key} is ${actual.rows} x ${actual.cols}, librosa's ${rows} x ${cols}`);
      continue;
    }
    const largest = expected.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 0);
    let off = 0;
    let worst = 0;
    let where = 0;
    expected.forEach((value, i) => {
      if (!Number.isFinite(value)) return;
      const difference = Math.abs(actual.data[i]! - value);
      const allowed = inDecibels(one) ? 1e-3 : 1e-4 * Math.abs(value) + 1e-5 * Math.min(1, largest);
      if (!(Math.abs(exact[i]! - value) <= allowed)) {
        row.unsteady++;
        return;
      }
      if (difference > allowed) off++;
      if (difference / allowed > worst) {
        worst = difference / allowed;
        where = i;
      }
    });
    row.values += expected.length;
    row.off += off;
    row.worst = Math.max(row.worst, worst);
    if (off > 0) {
      say(`${key}: ${off} of ${expected.length} off, worst at ${where}: ${actual.data[where]}, librosa's ${expected[where]}`);
    }
  }
});

console.log('\n| feature | cases | refused by both | values | unsteady in librosa | beyond 1e-4 (1e-3 dB) | worst difference / allowed |');
console.log('|---|---|---|---|---|---|---|');
for (const [name, { cases: count, refused, values, unsteady, off, worst }] of table) {
  console.log(`| ${name} | ${count} | ${refused} | ${values} | ${unsteady} | ${off} | ${worst.toPrecision(2)} |`);
}
