import assert from 'node:assert/strict';
import { LabelEncoder, report162, reportMfcc, StandardScaler } from '@ser/features';

const samples = Float32Array.from({ length: 57330 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 220 * n) / 22050));
const row = report162({ samples, sampleRate: 22050 });
assert.equal(row.length, 162);
assert.ok(row.every(Number.isFinite));
assert.equal(reportMfcc({ samples, sampleRate: 22050 }).cols, 20);

const scaled = new StandardScaler().fitTransform({ data: Float32Array.of(1, 10, 3, 30), rows: 2, cols: 2 });
assert.deepEqual([...scaled.data], [-1, -1, 1, 1]);
assert.equal(typeof LabelEncoder, 'function');
