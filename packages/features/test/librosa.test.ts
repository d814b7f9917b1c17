import { load } from '@ser/audio-io';
import { type AudioClip, type Matrix, magnitude, type StftOptions, stft } from '@ser/dsp';
import { clipPath, ravdessFolder } from '../../../tools/golden/ravdess';
import { lcgNoise, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import * as features from '../src/index';
import { goldenText, statedDifference } from './golden';

interface Case {
  id: string;
  on: string;
  source: { signal?: string; clip?: string; every?: number };
  sampleRate: number;
  options: Record<string, unknown>;
  /** Of the spectrogram given instead of the clip. */
  given: (StftOptions & { power?: number }) | null;
  outputs: Record<string, { rows: number; cols: number; values: string }>;
}
const golden: { offset: number; duration: number; cases: Case[] } = JSON.parse(goldenText('librosa011.json'));
const corpus = ravdessFolder();

const FORMULAS: Record<string, () => Float32Array> = {
  silence: () => new Float32Array(5000),
  click: () => new Float32Array(5000).fill(1, 2500, 2501),
  constant: () => new Float32Array(5000).fill(0.25),
  noise: () => Float32Array.from(lcgNoise(8000, 9), (value) => 0.5 * value),
};

// The signals and files are the same for many cases, and take longer than most features.
const known = new Map<string, Promise<Float32Array>>();

async function clipOf({ source: { signal, clip, every = 1 }, sampleRate }: Case): Promise<AudioClip> {
  const name = signal ?? clip!;
  const samples = known.get(name) ?? (signal ? byFormula(signal) : fromFile(name));
  known.set(name, samples);
  return { samples: (await samples).filter((_, i) => i % every === 0), sampleRate };
}

async function byFormula(signal: string): Promise<Float32Array> {
  return FORMULAS[signal]?.() ?? syntheticSignal(signal).slice(0, 12000);
}

async function fromFile(clip: string): Promise<Float32Array> {
  const { offset, duration } = golden;
  return (await load(clipPath(corpus!, clip), { offset, duration, sampleRate: null })).samples;
}

const byName: Record<string, unknown> = { ...features };

function compute(clip: AudioClip, { id, options, given }: Case): Record<string, Matrix> {
  const input = given
    ? { S: magnitude(stft(clip.samples, given), { power: given.power ?? 1 }), sampleRate: clip.sampleRate }
    : clip;
  if (id === 'tonnetz') return { values: features.tonnetz(features.chromaStft(clip, { tuning: 0 })) };
  const result = (byName[id] as (input: unknown, options: object) => unknown)(input, options);
  if (typeof result === 'number') return { values: { data: Float32Array.of(result), rows: 1, cols: 1 } };
  return 'data' in (result as object) ? { values: result as Matrix } : (result as Record<string, Matrix>);
}

/** The largest difference by feature: decibels for contrast, else a share of the largest value of the signal's matrix. */
const worst = new Map<string, number>();

describe('agrees with librosa 0.11', () => {
  for (const one of golden.cases) {
    const { id, on, options, given } = one;
    const run = one.source.clip && !corpus ? it.skip : it;
    run(`${id} of ${on}, ${JSON.stringify(options)}${given ? `, given S ${JSON.stringify(given)}` : ''}`, async () => {
      const ours = compute(await clipOf(one), one);
      for (const [name, { rows, cols, values }] of Object.entries(one.outputs)) {
        const expected = new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer);
        const { data, ...shape } = ours[name]!;
        expect(shape).toEqual({ rows, cols });
        const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const isDecibel = id === 'spectralContrast' && options.linear !== true;
        const allowed = isDecibel ? { atol: 1e-3 } : { rtol: 1e-4, atol: 1e-5 * largest };
        expectAllClose(data, expected, { ...allowed, why: `${name}: librosa computes in float32` });
        const difference = expected.reduce((most, value, i) => Math.max(most, Math.abs(data[i]! - value)), 0);
        const share = isDecibel ? difference : largest > 0 ? difference / largest : difference;
        worst.set(id, Math.max(worst.get(id) ?? 0, share));
      }
    });
  }

  it('as closely as the README says', () => {
    const lines = [...worst].map(([id, difference]) => `${id} ${difference.toExponential(1)}`);
    const loose = [...worst].filter(([id, difference]) => difference > statedDifference(id));
    expect({ measured: lines, loose }).toEqual({ measured: lines, loose: [] });
  });
});
