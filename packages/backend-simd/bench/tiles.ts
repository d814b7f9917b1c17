/**
 * Register tiles of several shapes, alone, as AssemblyScript compiles them and this engine runs them; prints GFLOP/s of one
 * thread, by the CPU's clock. `node --import tsx bench/tiles.ts`, under each Node that matters.
 */
import { compileString } from 'assemblyscript/asc';
import { measurePeak } from './peak';

/** Length of the sums: both panels stay in the L1 cache. */
const K = 384;
const RUNS = 15;
const PRODUCTS = 2e7;

interface Shape {
  readonly rows: number;
  readonly unroll: number;
  readonly relaxed: boolean;
}

const nameOf = ({ rows, unroll, relaxed }: Shape) => `run${rows}x8by${unroll}${relaxed ? 'relaxed' : ''}`;

/** C[rows][8] = A B with A as [k][rows] and B as [k][8], `unroll` steps of k in a turn of the loop. */
function sourceOf(shape: Shape): string {
  const { rows, unroll, relaxed } = shape;
  const each = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  const madd = (sum: string, b: string) =>
    relaxed ? `f32x4.relaxed_madd(s, ${b}, ${sum})` : `f32x4.add(${sum}, f32x4.mul(s, ${b}))`;
  const row = (u: number) => (r: number) =>
    `{ const s = v128.load32_splat(a, ${4 * (u * rows + r)}); c${r}0 = ${madd(`c${r}0`, 'b0')}; c${r}1 = ${madd(`c${r}1`, 'b1')}; }`;
  const step = (u: number) =>
    `{ const b0 = v128.load(b, ${32 * u}), b1 = v128.load(b, ${32 * u + 16}); ${each(rows, row(u)).join(' ')} }`;
  return `
function tile${nameOf(shape)}(a: usize, b: usize, k: i32, c: usize): void {
  ${each(rows, (r) => `let c${r}0 = f32x4.splat(0), c${r}1 = f32x4.splat(0);`).join(' ')}
  const end = b + ((<usize>k) << 5);
  while (b != end) { ${each(unroll, step).join('\n')} a += ${4 * rows * unroll}; b += ${32 * unroll}; }
  ${each(rows, (r) => `v128.store(c, c${r}0, ${32 * r}); v128.store(c, c${r}1, ${32 * r + 16});`).join(' ')}
}
export function ${nameOf(shape)}(n: i32, k: i32): void {
  for (let i = 0; i < n; i++) tile${nameOf(shape)}(65536 + (<usize>(i & 15)) * <usize>k * 32, 1048576, k, 2097152);
}`;
}

async function measure(shapes: readonly Shape[], features: string[]): Promise<void> {
  const source = shapes.map(sourceOf).join('\n');
  const { error, binary } = await compileString(source, {
    optimizeLevel: 3,
    runtime: 'stub',
    enable: features,
    initialMemory: 64,
  });
  if (error || !binary) throw error ?? new Error('the tiles did not compile');
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>, { env: {} });
  const best = shapes.map(() => 0);
  for (let run = 0; run < RUNS; run++) {
    for (const [i, shape] of shapes.entries()) {
      const tile = instance.exports[nameOf(shape)] as (n: number, k: number) => void;
      const flop = shape.rows * 16 * K;
      const count = Math.round((2 * PRODUCTS) / flop);
      const before = process.cpuUsage();
      tile(count, K);
      const { user, system } = process.cpuUsage(before);
      best[i] = Math.max(best[i]!, (count * flop) / (user + system) / 1000);
    }
  }
  for (const [i, { rows, unroll, relaxed }] of shapes.entries()) {
    console.log(`| ${rows}x8 | ${unroll} | ${relaxed ? 'yes' : 'no'} | ${best[i]!.toFixed(1)} |`);
  }
}

const shapes = [4, 5, 6].flatMap((rows) => [1, 2, 4].map((unroll) => ({ rows, unroll })));
console.log(
  `Node ${process.versions.node}; registers alone: ${(await measurePeak()).toFixed(1)} GFLOP/s; best of ${RUNS}\n`,
);
console.log('| tile | steps of k unrolled | fused multiply-add | GFLOP/s |\n|---|---|---|---|');
await measure(
  shapes.map((shape) => ({ ...shape, relaxed: false })),
  ['simd'],
);
try {
  await measure(
    shapes.map((shape) => ({ ...shape, relaxed: true })),
    ['simd', 'relaxed-simd'],
  );
} catch (error) {
  if (!(error instanceof WebAssembly.CompileError)) throw error;
  console.log('\nThis engine has no relaxed SIMD.');
}
