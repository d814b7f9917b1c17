import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runReadmeExample } from '../../../tools/golden/runReadmeExample';
import * as features from '../src/index';

const path = join(__dirname, '../README.md');

it('runs the example of the README', () => {
  expect(runReadmeExample(path, { '@ser/features': features })).toEqual(['1 zeroCrossingRate 162']);
});

it.each(Object.keys(features))('has a row of the README for %s', (name) => {
  expect(readFileSync(path, 'utf8')).toContain(`\`${name}`);
});
