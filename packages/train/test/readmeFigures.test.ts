import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { crossValidate, protocolFolds, scoreIntervals } from '../src';

it("runs the README's cross-validation, which prints what its comments say", async () => {
  const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
  const source = /## A figure one can stand by\n\n```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const printed: string[] = [];
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction(
    'crossValidate',
    'protocolFolds',
    'scoreIntervals',
    'console',
    source.replace(/^import .*\n/gm, ''),
  )(crossValidate, protocolFolds, scoreIntervals, { log: (...values: unknown[]) => printed.push(values.join(' ')) });
  expect(printed).toEqual([...source.matchAll(/console\.log\(.*; \/\/ (.*)/g)].map(([, comment]) => comment));
  expect(printed).toHaveLength(2);
});
