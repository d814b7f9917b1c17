import { rfft } from '@ser/dsp';
import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { colorNoise } from '../../src/index';

const length = 65536;
const clip = { samples: Float32Array.from({ length }, (_, i) => 0.4 * Math.sin(i / 9)), sampleRate: 22050 };

function added(snrDb: number, slopeDb: number): Float64Array {
  const { samples } = colorNoise({ snrDb, slopeDb }).apply(clip, createRng(3));
  return Float64Array.from(samples, (x, i) => x - clip.samples[i]!);
}

function powerOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2;
  return sum;
}

describe('colorNoise', () => {
  it.each([-10, 0, 20])('adds noise at exactly %i dB', (snrDb) => {
    const ratio = 10 * Math.log10(powerOf(clip.samples) / powerOf(added(snrDb, -3)));
    expectAllClose([ratio], [snrDb], { atol: 1e-3, why: 'float32 output' });
  });

  it.each([-6, -3, 0, 3, 6])('has a spectrum of %i dB an octave', (slopeDb) => {
    const { re, im } = rfft(added(0, slopeDb));
    const octave = (from: number) => {
      let sum = 0;
      for (let k = from; k < 2 * from; k++) sum += re[k]! ** 2 + im[k]! ** 2;
      return 10 * Math.log10(sum / from);
    };
    const slope = (octave(8192) - octave(512)) / 4;
    expectAllClose([slope], [slopeDb], { atol: 0.3, why: 'five standard errors of 512 bins, over four octaves' });
  });
});
