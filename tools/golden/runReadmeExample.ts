import { readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';

/** Runs the first ```ts block of a README with `modules` behind its imports; returns what it logged, line by line. */
export function runReadmeExample(path: string, modules: Readonly<Record<string, unknown>>): string[] {
  const code = /```ts\n([\s\S]*?)```/.exec(readFileSync(path, 'utf8'))?.[1];
  if (code === undefined) throw new Error(`${path} has no block of TypeScript`);
  const compiled = transformSync(code, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const lines: string[] = [];
  const require = (name: string): unknown => {
    if (!(name in modules)) throw new Error(`${path} imports '${name}', which its test does not offer`);
    return modules[name];
  };
  const log = (...values: unknown[]) => lines.push(values.join(' '));
  new Function('require', 'exports', 'console', compiled.code)(require, {}, { log });
  return lines;
}
