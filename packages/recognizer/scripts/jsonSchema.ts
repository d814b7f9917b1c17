import { toJsonSchema } from '@valibot/to-json-schema';
import { manifestSchema } from '../src/manifestSchema';

/** The text of `schema/bundle.schema.json`. */
export function jsonSchema(): string {
  const schema = toJsonSchema(manifestSchema, { target: 'draft-2020-12' });
  const title = '@ser/recognizer bundle.json';
  return `${JSON.stringify({ ...schema, title }, undefined, 2)}\n`;
}
