import { cos, sin } from '@ser/dsp';
import type { Biquad } from './biquad';
import { fromDb } from './level';
import { log10, pow } from './portableMath';
import { work } from './workpiece/work';
import type { Workpiece } from './workpiece/workpiece';

const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;
const BLOCK_SECONDS = 0.4;

/**
 * Integrated loudness of a mono clip in LUFS: K-weighting, blocks of 0.4 s every 0.1 s, those under -70 LUFS and those more than
 * 10 LU under the rest left out. A shorter clip is one block. -Infinity where no block remains.
 *
 * @see ITU-R BS.1770-4, annex 1
 */
export function loudnessOf(samples: Float32Array, sampleRate: number): number {
  return work(samples, (piece) => measureLoudness(piece, sampleRate));
}

/** Leaves it weighted. */
function measureLoudness(piece: Workpiece, sampleRate: number): number {
  piece.filter(kWeighting(sampleRate));
  const blocks = blockPowers(piece, sampleRate);
  const loud = blocks.filter((power) => lufs(power) > ABSOLUTE_GATE);
  const gate = lufs(meanOf(loud)) + RELATIVE_GATE;
  return lufs(meanOf(loud.filter((power) => lufs(power) > gate)));
}

/** The shelf of the head and the high-pass of the ear, for any rate: at 48 kHz the coefficients of the standard's tables. */
export function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  const shelf = { frequency: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
  const K = tan((Math.PI * shelf.frequency) / sampleRate);
  const high = fromDb(shelf.gainDb);
  const band = pow(high, 0.4996667741545416);
  const a0 = 1 + K / shelf.q + K * K;
  const pass = { frequency: 38.13547087602444, q: 0.5003270373238773 };
  const L = tan((Math.PI * pass.frequency) / sampleRate);
  const c0 = 1 + L / pass.q + L * L;
  return [
    {
      b: [
        (high + (band * K) / shelf.q + K * K) / a0,
        (2 * (K * K - high)) / a0,
        (high - (band * K) / shelf.q + K * K) / a0,
      ],
      a: [(2 * (K * K - 1)) / a0, (1 - K / shelf.q + K * K) / a0],
    },
    { b: [1, -2, 1], a: [(2 * (L * L - 1)) / c0, (1 - L / pass.q + L * L) / c0] },
  ];
}

/** Blocks overlap by three quarters: what lies between two of their edges is squared once. */
function blockPowers(weighted: Workpiece, sampleRate: number): number[] {
  const size = Math.min(weighted.length, Math.round(BLOCK_SECONDS * sampleRate));
  const count = Math.max(1, Math.round((weighted.length / sampleRate - BLOCK_SECONDS) / (BLOCK_SECONDS / 4)) + 1);
  const starts = Array.from({ length: count }, (_, block) => Math.floor(block * (BLOCK_SECONDS / 4) * sampleRate));
  const edges = [...new Set(starts.flatMap((start) => [start, Math.min(weighted.length, start + size)]))].sort(
    (a, b) => a - b,
  );
  const energies = edges.map((edge, index) => weighted.sumOfSquares(edge, edges[index + 1] ?? edge));
  return starts.map((start) => {
    let energy = 0;
    for (let index = edges.indexOf(start); edges[index]! < Math.min(weighted.length, start + size); index++) {
      energy += energies[index]!;
    }
    return energy / size;
  });
}

function tan(angle: number): number {
  return sin(angle) / cos(angle);
}

function lufs(power: number): number {
  return power > 0 ? -0.691 + 10 * log10(power) : Number.NEGATIVE_INFINITY;
}

function meanOf(powers: readonly number[]): number {
  return powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length);
}
