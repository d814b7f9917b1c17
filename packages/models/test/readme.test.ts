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
  expect(rows).toHaveLength(10);
  for (const [, name, parameters] of rows) {
    expect(api.reportModels[name as api.ReportModelName].parameters).toBe(Number(parameters!.replaceAll(',', '')));
  }
});

it("states what the report's own listings would have", () => {
  const listed = [...readme.matchAll(/^\| `cnn\d` \|.*\| ([\d, ]+) filters, which would have ([\d,]+) \|$/gm)];
  expect(listed).toHaveLength(3);
  for (const [, filters, parameters] of listed) {
    const model = api.cnn2d({ filters: filters!.split(', ').map(Number) });
    expect(model.countParams()).toBe(Number(parameters!.replaceAll(',', '')));
    model.dispose();
  }
  const narrower = /of 223, `cnn4` would have ([\d,]+) parameters/.exec(readme)![1]!;
  const model = api.cnn2d({ filters: [32, 64, 64, 64], inputShape: [223, 20, 1] });
  expect(model.countParams()).toBe(Number(narrower.replaceAll(',', '')));
});

it("states the parameter counts of the networks that are not the report's", () => {
  const count = (weights: readonly { readonly shape: readonly (number | null)[] }[]) =>
    weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
  const rows = [...readme.matchAll(/^\| `(\w+\(.*\))` \| ([\d,]+) \| ([\d,]+) \|$/gm)];
  expect(rows.map(([, call]) => call)).toEqual(['resnet2d()', 'crnn()', "crnn({ cell: 'gru' })"]);
  for (const [, call, parameters, training] of rows) {
    const model = new Function('resnet2d', 'crnn', `return ${call}`)(api.resnet2d, api.crnn);
    expect([model.countParams(), count(model.trainableWeights)]).toEqual(
      [parameters, training].map((text) => Number(text!.replaceAll(',', ''))),
    );
  }
});
