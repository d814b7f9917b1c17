import assert from 'node:assert/strict';
import { parseRavdessName, synthetic } from '@ser/corpora';

assert.ok(parseRavdessName('03-01-05-02-01-01-12.wav'));
const manifest = synthetic({ seed: 0, speakers: 2 });
assert.equal(manifest.rows.length, 120);
assert.deepEqual([...manifest.labels], ['angry', 'calm', 'disgust', 'fearful', 'happy', 'neutral', 'sad', 'surprised']);
