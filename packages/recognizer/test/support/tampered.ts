import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Bundle, type BundleManifest, decodeBundle, encodeBundle } from '../../src';
import { parts } from './parts';

type Keys = readonly (string | number)[];
type Container = Record<string | number, unknown>;

/** A bundle as somebody else could have written it: the value at `path` is another one, or gone when `value` is undefined. */
export async function tampered(path?: string, value?: unknown, model?: LayersModel): Promise<Bundle> {
  const bundle = decodeBundle(await encodeBundle({ ...parts(), ...(model ? { model } : {}) }));
  return path === undefined ? bundle : { ...bundle, manifest: withValue(bundle.manifest, path.split('.'), value) };
}

/** A copy of a manifest with another value at a place; in a list, a name means the layer of that name. */
export function withValue(manifest: BundleManifest, path: Keys, value: unknown): BundleManifest {
  const copy = structuredClone(manifest);
  let parent = copy as unknown as Container;
  for (const key of path.slice(0, -1)) parent = parent[placeOf(parent, key)] as Container;
  const last = placeOf(parent, path.at(-1)!);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

function placeOf(parent: Container, key: string | number): string | number {
  if (!Array.isArray(parent) || Number.isInteger(Number(key))) return key;
  return parent.findIndex((item: { name?: string }) => item.name === key);
}

/** The path of every value in a JSON document but the whole. */
export function pathsOf(value: unknown, path: Keys = []): Keys[] {
  const own = path.length > 0 ? [path] : [];
  if (typeof value !== 'object' || value === null) return own;
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...own, ...inner.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}
