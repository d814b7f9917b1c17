import { toJsonSchema } from '@valibot/to-json-schema';
import { manifestSchema } from '../src/manifestSchema';

/** What `schema/bundle.schema.json` holds. */
export function jsonSchema(): object {
  const schema = toJsonSchema(manifestSchema, { target: 'draft-2020-12' });
  return { ...schema, title: '@ser/recognizer bundle.json' };
}
