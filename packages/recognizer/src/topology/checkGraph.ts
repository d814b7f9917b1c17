import { RecognizerError } from '../errors';
import { containerClasses } from './knownClasses';

/** Most calls of layers in one graph: putting it together takes their number squared. */
const MAX_CALLS = 5_000;

interface GraphLayer {
  readonly name: string;
  /** How often the layer was called when nothing else was put together yet. */
  readonly calls: number;
  readonly nodes: readonly (readonly Reference[])[];
}

/** Output of one call of a layer. */
interface Reference {
  readonly layer: string;
  readonly call: number;
}

/**
 * Checks that a functional model can be put together: every call's inputs come, in the end, from input layers. For a
 * circle or a layer that does not exist TensorFlow.js would search without end.
 *
 * @param config - the `config` of a `Model` or `Functional`
 * @throws RecognizerError `BAD_BUNDLE`
 */
export function checkGraph(config: unknown): void {
  const list = (config as { layers?: unknown } | null)?.layers;
  if (!Array.isArray(list)) bad('has no list of layers');
  const layers = list.map(readLayer);
  const calls = new Map<string, number>();
  for (const { name, calls: first } of layers) {
    if (calls.has(name)) bad(`has two layers named ${quote(name)}`);
    calls.set(name, first);
  }
  const ready = ({ layer, call }: Reference) => call < (calls.get(layer) ?? 0);
  let waiting = layers.flatMap(({ name, nodes }) => nodes.map((inputs) => ({ name, inputs })));
  if (waiting.length > MAX_CALLS) bad(`has ${waiting.length} calls of layers; at most ${MAX_CALLS} are put together`);
  while (waiting.length > 0) {
    const blocked = waiting.filter(({ name, inputs }) => {
      if (!inputs.every(ready)) return true;
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return false;
    });
    if (blocked.length === waiting.length) bad(`never gets all inputs of layer ${quote(blocked[0]!.name)}`);
    waiting = blocked;
  }
}

function readLayer(value: unknown): GraphLayer {
  const { name, class_name, config, inbound_nodes } = (value ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof class_name !== 'string') return bad('has a layer without name or class');
  if ((config as { name?: unknown } | null)?.name !== name) bad(`has a layer ${quote(name)} of another name inside`);
  if (!Array.isArray(inbound_nodes)) return bad(`has a layer ${quote(name)} without a list of inbound_nodes`);
  const calls = class_name === 'InputLayer' || containerClasses.has(class_name) ? 1 : 0;
  return { name, calls, nodes: inbound_nodes.map((node) => readNode(name, node)) };
}

function readNode(name: string, node: unknown): Reference[] {
  if (!Array.isArray(node) || node.length === 0) return bad(`has a call of ${quote(name)} without inputs`);
  return node.map((input): Reference => {
    const [layer, call, tensor, settings = {}] = Array.isArray(input) ? (input as unknown[]) : [];
    const index = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
    if (typeof layer !== 'string' || !index(call) || !index(tensor)) {
      return bad(`has a call of ${quote(name)} whose input is not [layer, call, tensor]`);
    }
    if (settings !== null && (typeof settings !== 'object' || Object.keys(settings).length > 0)) {
      return bad(`calls ${quote(name)} with settings of its own; expected none`);
    }
    return { layer, call };
  });
}

function quote(name: string): string {
  return JSON.stringify(name).slice(0, 100);
}

function bad(problem: string): never {
  throw new RecognizerError('BAD_BUNDLE', `the model's topology cannot be used: a graph ${problem}`);
}
