import { expectAllClose } from '../../../tools/test/expectAllClose';
import { exp, log, log10, pow } from '../src/portableMath';

const points = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 40);
const positive = [...points.map(Math.exp), 1, 2, 0.5, 1e-300, 1e300, 5e-324, 1 + 2 ** -52];

it.each([
  ['exp', points.map(exp), points.map(Math.exp)],
  ['log', positive.map(log), positive.map(Math.log)],
  ['log10', positive.map(log10), positive.map(Math.log10)],
  ['pow', points.map((x) => pow(10, x)), points.map((x) => 10 ** x)],
  ['pow of small numbers', points.map((x) => pow(1e-3, x / 10)), points.map((x) => 1e-3 ** (x / 10))],
])('%s is that of Math to a few ulp', (_name, actual, expected) => {
  expectAllClose(actual, expected, { rtol: 2e-14, atol: 3e-16, why: 'the exponent of pow is rounded, up to 60' });
});

it('is exact where it can be', () => {
  expect([exp(0), log(1), pow(10, 0), log(2)]).toEqual([1, 0, 1, Math.LN2]);
});
