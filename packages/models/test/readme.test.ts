import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as api from '../src';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

it('has an example that runs and prints what its comments say', () => {
  const source = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = source.replace(/^import .*\n/gm, '').replaceAll(' as tf.Tensor', '');
  const printed: unknown[] = [];
  const { cnn2d, reportModels } = api;
  new Function('cnn2d', 'reportModels', 'tf', 'console', body)(cnn2d, reportModels, tf, {
    log: (value: unknown) => printed.push(value),
  });
  expect(printed).toEqual([[2, 8], 150_600]);
});

it('names every export in its table', () => {
  for (const name of Object.keys(api)) expect(readme).toContain(`\`${name}\``);
});

it('states the parameter counts of the code', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \|.*?\| ([\d,]+) \|/gm)];
  expect(rows).toHaveLength(6);
  for (const [, name, parameters] of rows) {
    expect(api.reportModels[name as api.ReportModelName].parameters).toBe(Number(parameters!.replaceAll(',', '')));
  }
});
