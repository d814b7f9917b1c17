import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { angles, fromPolar } from '../src/fastTrigonometry';

const COUNT = 20_000;
const draw = (bound: number, seed: number) => Float32Array.from(lcgNoise(COUNT, seed), (value) => bound * value);

describe('angles', () => {
  it('equals Math.atan2, on the axes and diagonals too', () => {
    const ends = [0, -0, 1, -1, 1e-30, -1e-30, 1e30];
    const x = Float32Array.from([...draw(1, 3), ...ends.flatMap((a) => ends.map(() => a))]);
    const y = Float32Array.from([...draw(1, 4), ...ends.flatMap(() => ends)]);
    const actual = new Float32Array(x.length);
    angles(y, x, actual);

    // -0 beside the negative axis gives -pi by Math.atan2 and pi here: the same angle.
    const expected = x.map((value, i) => Math.atan2(value === 0 ? y[i]! : y[i]! + 0, value));
    expectAllClose(actual, expected, { atol: 2.5e-7, why: 'one float32 step at pi' });
  });
});

describe('fromPolar', () => {
  it('equals Math.cos and Math.sin up to a million radians', () => {
    const phases = draw(1e6, 5);
    const re = new Float32Array(COUNT + 1);
    const im = new Float32Array(COUNT + 1);
    fromPolar(new Float32Array(COUNT).fill(1), phases, re, im, 1);
    expectAllClose(re.subarray(1), phases.map(Math.cos), { atol: 6e-8, why: 'one float32 step' });
    expectAllClose(im.subarray(1), phases.map(Math.sin), { atol: 6e-8, why: 'one float32 step' });
  });
});
