import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as api from '../src/index';

describe('README', () => {
  it('has an example that runs and gives what it says', () => {
    const text = readFileSync(join(__dirname, '../README.md'), 'utf8');
    const example = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const body = example.replace(/^import .*$/gm, '');
    const run = new Function(...Object.keys(api), `${body}; return result;`);
    expect(run(...Object.values(api))).toEqual([1, 4, 9, 16]);
  });
});
