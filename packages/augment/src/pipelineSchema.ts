import type { AugmentationFactory } from './defineAugmentation';
import type { Parameter } from './parameters';

type JsonSchema = { readonly [key: string]: unknown };

/**
 * The JSON Schema (draft 7) of pipelines made of these augmentations and of compositions of them: for editors that complete
 * and check, and for programs in other languages. That of the built-ins is published as `@ser/augment/schema.json`.
 *
 * It says all that one value by itself can get wrong; what two values contradict in (a range whose ends are swapped), `fromJSON` says.
 *
 * @example
 * JSON.stringify(pipelineSchema({ ...builtIns, robot }));
 */
export function pipelineSchema(
  factories: Readonly<Record<string, Pick<AugmentationFactory, 'about' | 'params'>>>,
): JsonSchema {
  const augmentations = { type: 'array', minItems: 1, items: { $ref: '#' } };
  const compositions = [
    composition('compose', 'Several in a row.', { augmentations }),
    composition('oneOf', 'One of several.', {
      augmentations,
      weights: { type: 'array', items: { type: 'number', minimum: 0 } },
    }),
    composition('someOf', 'Several of many, in the order of the list.', {
      augmentations,
      count: range({ type: 'integer', minimum: 0 }),
    }),
    composition(
      'withProbability',
      'Applied to some clips.',
      { probability: { type: 'number', minimum: 0, maximum: 1 }, augmentations: { ...augmentations, maxItems: 1 } },
      ['probability', 'augmentations'],
    ),
  ];
  const singles = Object.entries(factories).map(([name, { about, params }]) => {
    const entries = Object.entries(params);
    const required = entries.flatMap(([key, { kind }]) => (kind === 'clips' ? [key] : []));
    return named(
      name,
      about,
      Object.fromEntries(entries.map(([key, value]) => [key, parameterSchema(value)])),
      required,
    );
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Augmentation pipeline of @ser/augment',
    oneOf: [...compositions, ...singles],
  };
}

function composition(
  name: string,
  about: string,
  options: JsonSchema,
  required: readonly string[] = ['augmentations'],
): JsonSchema {
  return named(name, about, options, required);
}

function named(name: string, about: string, properties: JsonSchema, needed: readonly string[]): JsonSchema {
  const options = {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(needed.length > 0 ? { required: needed } : {}),
  };
  return {
    type: 'object',
    description: about,
    properties: { name: { const: name }, options },
    required: needed.length > 0 ? ['name', 'options'] : ['name'],
    additionalProperties: false,
  };
}

function parameterSchema(parameter: Parameter): JsonSchema {
  const { about: description } = parameter;
  switch (parameter.kind) {
    case 'clips':
      return { description, type: 'array', minItems: 1, items: clipSchema };
    case 'choice':
      return { description, enum: parameter.values, default: parameter.default };
    default: {
      const { unit, min, max, integer } = parameter;
      const value = { type: integer ? 'integer' : 'number', minimum: min, maximum: max };
      return {
        description: unit ? `${description} (${unit})` : description,
        ...(parameter.kind === 'fixed' ? value : range(value)),
        default: parameter.default,
      };
    }
  }
}

function range(value: JsonSchema): JsonSchema {
  return { anyOf: [value, { type: 'array', items: value, minItems: 2, maxItems: 2 }] };
}

const clipSchema = {
  type: 'object',
  properties: {
    sampleRate: { type: 'number', exclusiveMinimum: 0, description: 'Hz' },
    samples: { type: 'string', contentEncoding: 'base64', description: 'float32, little-endian' },
  },
  required: ['sampleRate', 'samples'],
  additionalProperties: false,
};
