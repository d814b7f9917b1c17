import { compileString } from 'assemblyscript/asc';

const CHAINS = 13;
const ROUNDS = 2_000_000;

/** Chains of x = x + x m, with m so small that x stays, each a product and a sum of four floats, that never leave the registers. */
const SOURCE = `
export function run(rounds: i32): f32 {
  const m = f32x4.splat(1e-9);
  ${Array.from({ length: CHAINS }, (_, i) => `let x${i} = f32x4.splat(<f32>${i + 1});`).join('\n  ')}
  for (let i = 0; i < rounds; i++) {
    ${Array.from({ length: CHAINS }, (_, i) => `x${i} = f32x4.add(x${i}, f32x4.mul(x${i}, m));`).join('\n    ')}
  }
  let sum = x0;
  ${Array.from({ length: CHAINS - 1 }, (_, i) => `sum = f32x4.add(sum, x${i + 1});`).join('\n  ')}
  return f32x4.extract_lane(sum, 0);
}`;

/** Most GFLOP/s of one thread in 128-bit products and sums: the roof over every kernel, by the CPU's clock. */
export async function measurePeak(): Promise<number> {
  const { error, binary, stderr } = await compileString(SOURCE, {
    optimizeLevel: 3,
    runtime: 'stub',
    enable: ['simd'],
  });
  if (error || !binary) throw new Error(`the peak's loop did not compile: ${error?.message}\n${stderr}`);
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>, {
    env: {
      abort() {
        throw new Error("the peak's loop stopped");
      },
    },
  });
  const run = instance.exports.run as (rounds: number) => number;
  run(ROUNDS);
  let best = 0;
  for (let i = 0; i < 20; i++) {
    const before = process.cpuUsage();
    run(ROUNDS);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (ROUNDS * CHAINS * 8) / (user + system) / 1000);
  }
  return best;
}
