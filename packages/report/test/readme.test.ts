import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as report from '@ser/report';
import { transformSync } from '@swc/core';

it('runs the example of the README', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const { code } = transformSync(example, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const exports: { page?: string } = {};
  new Function('require', 'exports', code)(() => report, exports);
  expect(exports.page).toContain('Calm or sad');
});

it('lists every exported function in its table', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  for (const name of Object.keys(report)) expect(readme).toContain(`\`${name}\``);
});
