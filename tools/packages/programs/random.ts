import assert from 'node:assert/strict';
import { createRng } from '@ser/random';

const [a, b] = [createRng(7), createRng(7)];
assert.deepEqual(
  Array.from({ length: 5 }, () => a.uniform()),
  Array.from({ length: 5 }, () => b.uniform()),
);
assert.notEqual(a.fork('clip-1').normal(), a.fork('clip-2').normal());
assert.deepEqual([...a.shuffle([1, 2, 3, 4])].sort(), [1, 2, 3, 4]);
