import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matrix } from '@ser/dsp';
import { goldenFunction, ourOptions } from '../../../../tools/golden/librosaFunctions';
import { optionBands, optionSignal } from '../../../../tools/golden/mfccSignals';

export interface Stored {
  readonly rows: number;
  readonly cols: number;
  /** float32, base64. */
  readonly data: string;
}

/** A case of options.json. */
export interface GoldenCase {
  readonly function: string;
  readonly options: Record<string, unknown>;
  readonly result: Stored;
  readonly signal?: string;
  readonly sr?: number;
  /** Every so many frames are stored. */
  readonly step?: number;
  /** Bands that the function was given. */
  readonly bands?: number;
}

export const readGolden = (name: string) => JSON.parse(readFileSync(join(__dirname, '../golden', name), 'utf8'));

export const goldenValues = ({ data }: Stored): Float32Array =>
  new Float32Array(Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)).buffer);

/** What we compute of a case's input, thinned as it is. */
export function resultOf({ function: name, options, signal, sr = 0, step = 1, bands }: GoldenCase): Matrix {
  const samples = signal === undefined ? new Float32Array(0) : optionSignal(signal, sr);
  const ours = ourOptions(options);
  const input = { samples, S: inputBands(name, bands) };
  return everyFrame(goldenFunction(name).run(input, signal === undefined ? ours : { ...ours, sampleRate: sr }), step);
}

/** Powers, or for the functions that take decibels, decibels (by definition, in float64). */
function inputBands(name: string, bands: number | undefined): Matrix {
  const powers = optionBands();
  const takesDecibels = ['db_to_power', 'db_to_amplitude', 'idct', 'delta'].includes(name);
  const values = takesDecibels ? decibelsOf(powers.data) : powers.data;
  const { rows, cols } = powers;
  const kept = bands ?? cols;
  const data = values.filter((_, i) => i % cols < kept);
  return { data, rows, cols: kept };
}

function decibelsOf(powers: Float32Array): Float32Array {
  const decibels = powers.map((power) => 10 * Math.log10(Math.max(1e-10, power)));
  const floor = decibels.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) - 80;
  return decibels.map((value) => Math.max(value, floor));
}

export function everyFrame({ data, rows, cols }: Matrix, step: number): Matrix {
  const kept = data.filter((_, i) => Math.floor(i / cols) % step === 0);
  return { data: kept, rows: Math.ceil(rows / step), cols };
}
