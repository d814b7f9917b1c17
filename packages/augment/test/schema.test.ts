import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchBuiltIns, builtIns, documentationTable, matrixBuiltIns, pipelineSchema } from '../src/index';

const all = { ...builtIns, ...matrixBuiltIns, ...batchBuiltIns };
const read = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');

it('publishes the schema of today: npm run docs -w @ser/augment', () => {
  expect(JSON.parse(read('schema/pipeline.schema.json'))).toEqual(JSON.parse(JSON.stringify(pipelineSchema(all))));
});

it('documents the options of today: npm run docs -w @ser/augment', () => {
  expect(read('README.md')).toContain(documentationTable(all));
});
