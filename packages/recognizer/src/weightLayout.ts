import type { BundleManifest, WeightSpec } from './bundle';

/** Names and shapes of a manifest's weights, in the order of their values. */
export function weightSpecs({ weightsManifest }: Pick<BundleManifest, 'weightsManifest'>): readonly WeightSpec[] {
  return weightsManifest[0]?.weights ?? [];
}

/** Number of values of one weight. */
export function weightSize({ shape }: Pick<WeightSpec, 'shape'>): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Number of bytes that weights take. */
export function weightBytes(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, spec) => sum + 4 * weightSize(spec), 0);
}
