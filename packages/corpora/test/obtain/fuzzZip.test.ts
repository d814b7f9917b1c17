import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '@ser/random';
import { unpackRavdess } from '../../src/node';
import { folderOf } from '../fixtures/folderOf';
import { zipOf } from '../fixtures/zipOf';

// SER_FUZZ_RUNS=100000 npx jest test/obtain/fuzzZip.test.ts is the long run; SER_FUZZ_SEED varies it.
const runs = Number(process.env.SER_FUZZ_RUNS ?? 150);
const seed = Number(process.env.SER_FUZZ_SEED ?? 1);

it('gives the clips as they were, or a reason, for any zip with bytes changed, cut out or put in', async () => {
  const clips = ['01', '02', '03'].map((actor) => ({
    name: `Actor_${actor}/03-01-05-01-02-01-${actor}.wav`,
    content: Buffer.from(`clip ${actor} `.repeat(actor === '01' ? 5 : 300)),
    stored: actor === '02',
  }));
  const contents = new Set(clips.map(({ content }) => content.toString()));
  const whole = zipOf(...clips);
  const rng = createRng(seed);
  const folder = folderOf();
  const [zip, target] = [join(folder, 'clips.zip'), join(folder, 'ravdess')];
  const seen = new Set<string>();
  for (let round = 0; round < runs; round++) {
    let bytes = Buffer.from(whole);
    for (let change = 1 + rng.integer(3); change > 0; change--) {
      // Half of the changes go to the list at the end, where a zip is read from.
      const at = rng.uniform() < 0.5 ? rng.integer(bytes.length) : bytes.length - 1 - rng.integer(250);
      const kind = rng.integer(4);
      if (kind < 2) bytes[at] = kind === 0 ? rng.integer(256) : bytes[at]! ^ (1 << rng.integer(8));
      else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + rng.integer(8))]);
      else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + rng.integer(8), at), bytes.subarray(at)]);
    }
    writeFileSync(zip, bytes);
    const result = await unpackRavdess(zip, target).catch((error) => error);
    if ('code' in result) seen.add(result.code);
    else {
      seen.add('unpacked');
      const files = readdirSync(target, { recursive: true }).map(String);
      const written = files.filter((name) => name.endsWith('.wav')).map((name) => readFileSync(join(target, name)));
      expect(written.length).toBe(result.clips);
      expect(written.every((content) => contents.has(content.toString()))).toBe(true);
      rmSync(target, { recursive: true });
    }
    expect(readdirSync(folder)).toEqual(['clips.zip']);
  }
  const known = ['unpacked', 'NOT_ARCHIVE', 'DAMAGED_ARCHIVE', 'UNSAFE_ARCHIVE', 'NO_CLIPS'];
  expect([...seen].filter((outcome) => !known.includes(outcome))).toEqual([]);
  expect(seen.has('unpacked') && seen.has('DAMAGED_ARCHIVE')).toBe(true);
});
