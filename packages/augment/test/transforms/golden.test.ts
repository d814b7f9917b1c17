import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AudioClip } from '@ser/dsp';
import { lcgNoise, SAMPLE_RATE, syntheticSignal } from '../../../../tools/golden/signals';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { builtIns, type Drawn, fromJSON } from '../../src/index';

interface Case {
  signal: string;
  name: keyof typeof builtIns;
  options: object;
  drawn: { readonly [key: string]: Drawn };
  peer: string;
  length: number;
  at: number[];
  values: number[];
}

const folder = join(__dirname, '../golden');
const text = readFileSync(join(folder, 'transforms.json'), 'utf8');
const { cases } = JSON.parse(text) as { cases: Case[] };
const room: AudioClip = {
  samples: Float32Array.from(lcgNoise(4000, 9), (value, n) => value * Math.exp(-n / 600)),
  sampleRate: SAMPLE_RATE,
};
const sounds: Partial<Record<keyof typeof builtIns, object>> = {
  impulseResponse: { responses: [room] },
  shortNoises: { sounds: [room] },
};
const inputs: Partial<Record<keyof typeof builtIns, (signal: Float32Array) => Float32Array>> = {
  trimSilence: (signal) => Float32Array.from([...new Array(7000).fill(0), ...signal, ...new Array(9000).fill(0)]),
};

it('reads the golden file that the manifest names', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'transformsManifest.json'), 'utf8'));
  expect(createHash('sha256').update(text).digest('hex')).toBe(manifest.files['transforms.json'].sha256);
});

describe('agrees with', () => {
  it.each(cases.map((row) => [row.peer, row.name, JSON.stringify(row.options), row.signal, row] as const))(
    '%s: %s %s on %s',
    (_peer, name, _options, signal, { options, drawn, length, at, values }) => {
      const augmentation = fromJSON({ name, options: { ...options, ...sounds[name] } }, builtIns);
      const clip = {
        samples: inputs[name]?.(syntheticSignal(signal)) ?? syntheticSignal(signal),
        sampleRate: SAMPLE_RATE,
      };
      const { samples } = augmentation.render(clip, { ...options, ...drawn } as Drawn);
      expect(samples.length).toBe(length);
      expectAllClose(
        at.map((index) => samples[index]!),
        values,
        { rtol: 1e-6, atol: 1e-6, why: 'float32 output, and the sines of the signal in float32' },
      );
    },
  );
});
