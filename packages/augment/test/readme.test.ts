import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as random from '@ser/random';
import { runReadmeExample } from '../../../tools/golden/runReadmeExample';
import * as augment from '../src/index';

const path = join(__dirname, '../README.md');

it('runs the example of the README', () => {
  expect(runReadmeExample(path, { '@ser/augment': augment, '@ser/random': random })).toEqual(['27562 true']);
});

it.each(Object.keys(augment))('has a row of the README for %s', (name) => {
  expect(readFileSync(path, 'utf8')).toContain(`\`${name}`);
});
