import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { cnn2d } from '@ser/models';
import * as api from '../src';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

it('has an example that runs and prints what its comments say', async () => {
  const source = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const body = source.replace(/^import .*\n/gm, '');
  const printed: unknown[] = [];
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const { earlyStopping, fit, predict } = api;
  await new AsyncFunction('cnn2d', 'earlyStopping', 'fit', 'predict', 'console', body)(
    cnn2d,
    earlyStopping,
    fit,
    predict,
    { log: (...values: unknown[]) => printed.push(...values) },
  );
  expect(printed).toEqual([1, 2]);
});

it('names every export in its table', () => {
  for (const name of Object.keys(api)) expect(readme).toContain(`\`${name}\``);
});
