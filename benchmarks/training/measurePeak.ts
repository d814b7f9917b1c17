import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const TURNS = 4_000_000;
const FLOATING_POINT_OPERATIONS = TURNS * 12 * 4 * 2;

/** GFLOP/s of one thread that only multiplies and adds in 128-bit registers: the ceiling of every kernel. */
export async function measurePeak(): Promise<number> {
  const source = fileURLToPath(new URL('./assembly/peak.ts', import.meta.url));
  const written: Uint8Array[] = [];
  const { error, stderr } = await asc.main(
    [source, '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--baseDir', '/', '--outFile', '/peak.wasm'],
    { writeFile: (_name: string, contents: string | Uint8Array) => void written.push(contents as Uint8Array) },
  );
  if (error || written[0] === undefined) throw new Error(`the peak probe does not compile: ${stderr.toString()}`);
  const { instance } = await WebAssembly.instantiate(written[0] as Uint8Array<ArrayBuffer>);
  const peak = instance.exports.peak as (turns: number, scale: number, offset: number) => number;
  let best = 0;
  for (let i = 0; i < 10; i++) {
    const began = performance.now();
    const value = peak(TURNS, 0.999, 0.001);
    const rate = FLOATING_POINT_OPERATIONS / 1e6 / (performance.now() - began);
    if (!Number.isFinite(value)) throw new Error('the peak probe left the finite numbers');
    best = Math.max(best, rate);
  }
  return best;
}
