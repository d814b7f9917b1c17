// Run by resamplers.py: all .f32 files of a folder by each resampler.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resample } from '@ser/dsp';

const [folder = '.', from, to] = process.argv.slice(2);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.f32'))) {
  const samples = new Float32Array(Uint8Array.from(readFileSync(join(folder, file))).buffer);
  for (const resampler of ['sinc_hq', 'kaiser_best', 'kaiser_fast'] as const) {
    const output = resample(samples, Number(from), Number(to), { resampler });
    writeFileSync(join(folder, `${file.slice(0, -4)}.${resampler}`), new Uint8Array(output.buffer));
  }
}
