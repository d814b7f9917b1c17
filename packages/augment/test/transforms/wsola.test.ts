import { createRng } from '@ser/random';
import { lcgNoise } from '../../../../tools/golden/signals';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { timeStretch, wsola } from '../../src/index';

const RATE = 22050;
const stretched = (samples: Float32Array, rate: number) =>
  wsola({ rate }).apply({ samples, sampleRate: RATE }, createRng(0)).samples;

/** Bursts of 5 ms, as plosives have, at no regular distance. */
const attacks = Array.from({ length: 16 }, (_, i) => Math.round((0.3 + 0.2137 * i) * RATE));
const burst = lcgNoise(110, 3).map((x, n) => x * Math.exp(-n / 33));
function withBursts(background: (n: number) => number): Float32Array {
  const samples = Float32Array.from({ length: 4 * RATE }, (_, n) => background(n));
  for (const attack of attacks) {
    for (let n = 0; n < burst.length; n++) samples[attack + n]! += burst[n]!;
  }
  return samples;
}
const hum = (n: number) =>
  0.03 * [1, 2, 3, 4].reduce((sum, k) => sum + Math.sin((2 * Math.PI * 120 * k * n) / RATE), 0);
const backgrounds = { silence: () => 0, 'a voiced hum': hum };
const energyAround = (samples: Float32Array, at: number) =>
  samples.subarray(at - 0.025 * RATE, at + 0.025 * RATE).reduce((sum, x) => sum + x * x, 0);
/** Energies of the bursts of the output against those of the input. */
const burstEnergies = (input: Float32Array, output: Float32Array, rate: number) =>
  attacks.map((attack) => energyAround(output, Math.round(attack / rate)) / energyAround(input, attack));

describe('wsola', () => {
  const noise = Float32Array.from(lcgNoise(RATE, 1));

  it.each([0.25, 0.8, 1.1, 4])('gives ceil(n / rate) samples at rate %d', (rate) => {
    expect(stretched(noise, rate).length).toBe(Math.ceil(RATE / rate));
    expect(stretched(noise.subarray(0, 1), rate).length).toBe(Math.ceil(1 / rate));
  });

  it('changes nothing at rate 1', () => {
    expectAllClose(stretched(noise, 1), noise, { atol: 1e-7, why: 'two halves of a window make one' });
  });

  describe.each(Object.entries(backgrounds))('bursts in %s', (_, background) => {
    const input = withBursts(background);

    it.each([0.5, 0.8, 0.9, 1.1, 1.25, 2])('come out once and whole at rate %d', (rate) => {
      for (const energy of burstEnergies(input, stretched(input, rate), rate)) {
        expect(energy).toBeGreaterThan(0.8);
        expect(energy).toBeLessThan(1.1);
      }
    });

    it('are smeared by timeStretch', () => {
      const vocoded = timeStretch({ rate: 0.8 }).apply({ samples: input, sampleRate: RATE }, createRng(0)).samples;
      const energies = burstEnergies(input, vocoded, 0.8).sort((a, b) => a - b);
      expect(energies[8]).toBeLessThan(0.7);
    });
  });

  it.each([0.5, 0.8, 1.25, 2])('keeps the time of all that sounds within 20 ms at rate %d', (rate) => {
    const gliding = Float32Array.from(
      { length: 2 * RATE },
      (_, n) => 0.5 * Math.sin(2 * Math.PI * (200 + (100 * n) / RATE) * (n / RATE)),
    );
    const output = stretched(gliding, rate);
    // Of 200 + 200 t Hz at time t there are 2 * 0.01 * (200 + 200 t) zeros in 20 ms.
    for (let seconds = 0.2; seconds < 1.8; seconds += 0.1) {
      const at = Math.round((seconds * RATE) / rate);
      const frequency = zeroCrossings(output.subarray(at - 441, at + 441)) / 0.08;
      expect(Math.abs((frequency - 200) / 200 - seconds)).toBeLessThan(0.1);
    }
  });

  it.each([80, 120, 220, 350])('keeps a pitch of %d Hz and its harmonics', (pitch) => {
    const harmonics = (n: number) =>
      [1, 2, 3, 4, 5].reduce((sum, k) => sum + (0.3 / k) * Math.sin((2 * Math.PI * pitch * k * n) / RATE), 0);
    const input = Float32Array.from({ length: RATE }, (_, n) => harmonics(n));
    const output = stretched(input, 0.8);
    for (let start = 2000; start < 24000; start += 1000) {
      const part = output.subarray(start, start + 2048);
      expect(Math.abs(periodOf(part, RATE / pitch) - RATE / pitch)).toBeLessThan(0.8);
    }
  });
});

function zeroCrossings(samples: Float32Array): number {
  let count = 0;
  for (let i = 1; i < samples.length; i++) if (samples[i - 1]! < 0 !== samples[i]! < 0) count++;
  return count;
}

/** The lag near an expected one at which a part of 2,048 samples is most like itself. */
function periodOf(part: Float32Array, expected: number): number {
  const likeness = (lag: number) => {
    let product = 0;
    for (let i = 0; i < 1600; i++) product += part[i]! * part[i + lag]!;
    return product;
  };
  const lags = Array.from({ length: Math.round(0.6 * expected) }, (_, i) => Math.round(0.75 * expected) + i);
  return lags.reduce((best, lag) => (likeness(lag) > likeness(best) ? lag : best));
}
