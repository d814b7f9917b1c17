import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as audioIo from '../src';

it('runs the example of the README and prints what it says', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const body = code.replace(/^import .*$/m, '');
  const printed: unknown[] = [];
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  const names = Object.keys(audioIo);
  await new AsyncFunction(...names, 'console', body)(...Object.values(audioIo), {
    log: (...args: unknown[]) => printed.push(...args),
  });
  expect(printed.join(' ')).toBe(/\/\/ (.*)\n$/.exec(code)?.[1]);
});
