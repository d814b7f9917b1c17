import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchema } from '../scripts/jsonSchema';
import { decodeBundle, encodeBundle } from '../src';
import { parts } from './support/parts';

const file = join(__dirname, '..', 'schema', 'bundle.schema.json');

it('is published as it is checked: run npm run schema when this fails', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(jsonSchema());
});

it('names every key that a bundle has, and allows no other', async () => {
  const { properties, additionalProperties } = JSON.parse(readFileSync(file, 'utf8')) as {
    properties: Record<string, unknown>;
    additionalProperties: boolean;
  };
  const { manifest } = decodeBundle(await encodeBundle(parts()));
  expect(Object.keys(properties)).toEqual(Object.keys(manifest));
  expect(additionalProperties).toBe(false);
});
