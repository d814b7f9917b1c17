import { expectAllClose } from '../../../tools/test/expectAllClose';
import { tanh } from '../src/tanh';

const points = Float32Array.from({ length: 40001 }, (_, i) => (i - 20000) / 1000);

it('is the hyperbolic tangent', () => {
  expectAllClose(points.map(tanh), points.map(Math.tanh), { atol: 4e-7, why: 'rounding of float32, seven times' });
  const small = points.map((x) => x / 1e6);
  expectAllClose(
    small.map((x) => tanh(x) / (x || 1)),
    small.map((x) => (x === 0 ? 0 : 1)),
    { atol: 4e-7, why: 'x - x^3 / 3' },
  );
});
