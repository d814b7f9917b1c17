// node unpackForever.ts ZIP FOLDER: unpacks, says so after the first clips, and then waits to be killed.
import { unpackRavdess } from '@ser/corpora/node';

const [zip, folder] = process.argv.slice(2) as [string, string];
let clips = 0;
await unpackRavdess(zip, folder, {
  onProgress() {
    if (++clips !== 5) return;
    process.stdout.write('five\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  },
});
