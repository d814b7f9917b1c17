// Writes the published JSON Schema of bundle.json: npm run schema. A test says when it is due.
import { writeFileSync } from 'node:fs';
import { jsonSchema } from './jsonSchema';

writeFileSync(new URL('../schema/bundle.schema.json', import.meta.url), JSON.stringify(jsonSchema()));
