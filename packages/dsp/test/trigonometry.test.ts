import { expectAllClose } from '../../../tools/test/expectAllClose';
import { cos, sin } from '../src/trigonometry';

/** Whole turns in parts, as transforms and windows ask for, angles next to whole quarters, and angles of all sizes. */
const angles = [
  ...[4, 12, 64, 441, 2048].flatMap((parts) => Array.from({ length: 2 * parts }, (_, k) => (2 * Math.PI * k) / parts)),
  ...Array.from({ length: 400 }, (_, n) => (n * Math.PI) / 2),
  ...Array.from({ length: 2000 }, (_, n) => n ** 1.7 * 1.0001),
  ...Array.from({ length: 60 }, (_, n) => 2 ** -n),
].flatMap((angle) => [angle, -angle]);

it('are sine and cosine within an ulp or two', () => {
  for (const [ours, theirs] of [
    [sin, Math.sin],
    [cos, Math.cos],
  ] as const) {
    expectAllClose(angles.map(ours), angles.map(theirs), { atol: 2.3e-16, why: 'two roundings of numbers up to 1' });
  }
});

it('keep the sign of zero and the smallest angles', () => {
  expect([sin(0), sin(-0), sin(5e-324), sin(-1e-9), cos(0), cos(-1e-9)]).toEqual([0, -0, 5e-324, -1e-9, 1, 1]);
});

it('have the bits that V8 gave up to Node 20, on every engine', () => {
  const bytes = new Uint8Array(Float64Array.from(angles.slice(0, 10276).flatMap((x) => [sin(x), cos(x)])).buffer);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  expect((hash >>> 0).toString(16)).toBe('39810071');
});
