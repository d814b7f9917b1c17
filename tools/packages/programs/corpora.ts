import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromCsv, fromFolder, parseRavdessName, synthetic } from '@ser/corpora';
import { unpackRavdess } from '@ser/corpora/node';

assert.ok(parseRavdessName('03-01-05-02-01-01-12.wav'));
const manifest = synthetic({ seed: 0, speakers: 2 });
assert.equal(manifest.rows.length, 120);
assert.deepEqual([...manifest.labels], ['angry', 'calm', 'disgust', 'fearful', 'happy', 'neutral', 'sad', 'surprised']);

async function readOwn(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ser-corpora-'));
  try {
    mkdirSync(join(folder, 'siren'));
    writeFileSync(join(folder, 'siren', 'a.wav'), '');
    writeFileSync(join(folder, 'clips.csv'), 'path,label\nsiren/a.wav,siren\n');
    // The parser of tables is loaded on demand: it must come with the package.
    const { rows } = await fromCsv(join(folder, 'clips.csv'));
    assert.deepEqual(rows, (await fromFolder(folder)).rows);
    // The smallest zip: an end of a list of nothing. Its reader must come with the package too.
    writeFileSync(join(folder, 'none.zip'), Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]));
    await assert.rejects(unpackRavdess(join(folder, 'none.zip'), join(folder, 'ravdess')), { code: 'NO_CLIPS' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

readOwn().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
