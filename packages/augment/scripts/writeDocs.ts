// Writes what comes from the schemas of the augmentations: the table of the README and schema/pipeline.schema.json.
// npm run docs -w @ser/augment
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { batchBuiltIns, builtIns, documentationTable, matrixBuiltIns, pipelineSchema } from '../src/index';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const all = { ...builtIns, ...matrixBuiltIns, ...batchBuiltIns };

const readme = readFileSync(at('README.md'), 'utf8');
const table = /(<!-- augmentations -->\n)[\s\S]*?(\n<!-- \/augmentations -->)/;
if (!table.test(readme)) throw new Error('README.md has no <!-- augmentations --> to fill');
writeFileSync(
  at('README.md'),
  readme.replace(table, (_, open, close) => `${open}${documentationTable(all)}${close}`),
);
writeFileSync(at('schema/pipeline.schema.json'), `${JSON.stringify(pipelineSchema(all), null, 1)}\n`);
