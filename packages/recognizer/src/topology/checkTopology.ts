import { RecognizerError } from '../errors';
import { checkGraph } from './checkGraph';
import { fillOpenShape } from './fillOpenShape';
import { graphClasses, knownActivations, knownClasses } from './knownClasses';

/** Deepest nesting of a topology: a model in a model in a model needs about 20. */
const MAX_DEPTH = 64;
/** Most entries of all objects and lists together. */
const MAX_ENTRIES = 200_000;

/** Keys that decide what TensorFlow.js makes; it joins words at underscores, so each has one spelling here and no other. */
const SPELLED: Readonly<Record<string, string>> = {
  classname: 'class_name',
  stateful: 'stateful',
  inboundnodes: 'inbound_nodes',
  customobjects: 'custom_objects',
};

/** Parts that only training needs, and that would name further classes. */
const TRAINING_ONLY = /(initializer|regularizer|constraint)$/;

interface Walk {
  entries: number;
  readonly customLayers: readonly string[];
  readonly features: readonly number[];
}

/**
 * Checks a saved model's topology before TensorFlow.js sees it, and leaves out what only training needs (initializers,
 * regularizers, constraints).
 *
 * Only known layer classes and activations may be named; no layer may keep state; a graph must be one that can be put
 * together (TensorFlow.js looks for a missing layer for ever).
 *
 * @param features - shape of one clip's features, which fills input sizes that the model leaves open
 * @param customLayers - further class names that the caller registered with `tf.serialization.registerClass`
 * @returns a copy to build from
 * @throws RecognizerError `UNKNOWN_LAYER` naming the class, `BAD_BUNDLE` for the rest
 */
export function checkTopology(topology: unknown, features: readonly number[], customLayers: readonly string[]): object {
  return clean(topology, '', 0, { entries: 0, customLayers, features }) as object;
}

function clean(value: unknown, key: string, depth: number, walk: Walk): unknown {
  if (depth > MAX_DEPTH) bad(`it is nested more than ${MAX_DEPTH} deep`);
  if (typeof value !== 'object' || value === null) {
    checkActivation(value, key);
    return value;
  }
  if (Array.isArray(value)) {
    countEntries(value.length, walk);
    const list: unknown[] = key === 'batchinputshape' ? inputShape(value, walk.features) : value;
    // An array of this realm, whatever made the topology: TensorFlow.js asks with instanceof.
    return Array.from(list, (item) => clean(item, key, depth + 1, walk));
  }
  const entries = Object.entries(value);
  countEntries(entries.length, walk);
  checkClass(value as Record<string, unknown>, key, walk);
  const kept = entries.filter(([name, inner]) => {
    checkKey(name, inner);
    return !TRAINING_ONLY.test(folded(name));
  });
  return Object.fromEntries(kept.map(([name, inner]) => [name, clean(inner, folded(name), depth + 1, walk)]));
}

/** One clip at a time: with that number known, TensorFlow.js knows every size in the model. */
function inputShape([batch, ...shape]: readonly unknown[], features: readonly number[]): unknown[] {
  return [batch ?? 1, ...fillOpenShape(shape, features)];
}

function countEntries(count: number, walk: Walk): void {
  walk.entries += count;
  if (walk.entries > MAX_ENTRIES) bad(`it has more than ${MAX_ENTRIES} entries`);
}

function checkClass(value: Record<string, unknown>, key: string, { customLayers }: Walk): void {
  if (!Object.hasOwn(value, 'class_name')) return;
  const name = value.class_name;
  if (key.endsWith('activation')) bad('an activation is an object; expected a name');
  if (typeof name !== 'string') bad(`class_name is ${typeof name}; expected text`);
  else if (!knownClasses.has(name) && !customLayers.includes(name)) {
    throw new RecognizerError(
      'UNKNOWN_LAYER',
      `the model names the class ${JSON.stringify(name).slice(0, 100)}; expected a layer of TensorFlow.js that is plain arithmetic, or one of the option customLayers: [${customLayers.join(', ')}]`,
    );
  } else if (graphClasses.has(name)) checkGraph(value.config);
}

function checkKey(name: string, value: unknown): void {
  const short = JSON.stringify(name).slice(0, 100);
  if (name === '__proto__') bad('it has a key "__proto__"');
  const spelling = SPELLED[folded(name)];
  if (spelling !== undefined && spelling !== name) bad(`it has a key ${short}; expected the spelling ${spelling}`);
  if (name === 'custom_objects') bad('it has custom_objects');
  if (name === 'stateful' && value !== false && value !== null) {
    bad('a layer is stateful: what it says of a clip would depend on the clips before');
  }
}

function checkActivation(value: unknown, key: string): void {
  if (!key.endsWith('activation') || value === null) return;
  if (typeof value !== 'string' || !knownActivations.has(folded(value))) {
    bad(
      `it names the activation ${JSON.stringify(value).slice(0, 100)}; expected one of ${[...knownActivations].join(', ')}`,
    );
  }
}

/** How two spellings of one key compare. */
function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function bad(problem: string): never {
  throw new RecognizerError('BAD_BUNDLE', `the model's topology cannot be used: ${problem}`);
}
