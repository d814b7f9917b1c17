import { expectAllClose } from '../../../tools/test/expectAllClose';
import { tanh } from '../src/tanh';

const points = Float64Array.from({ length: 40001 }, (_, i) => (i - 20000) / 1000);

it('is the hyperbolic tangent', () => {
  expectAllClose(points.map(tanh), points.map(Math.tanh), { atol: 5e-8, why: 'the last of thirteen levels, near 8.8' });
  expectAllClose(
    points.map((x) => tanh(x / 1e6) / (x / 1e6 || 1)),
    points.map((x) => (x === 0 ? 0 : 1)),
    {
      atol: 2e-10,
      why: 'x - x^3 / 3',
    },
  );
});
