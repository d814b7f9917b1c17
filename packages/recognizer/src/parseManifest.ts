import * as v from 'valibot';
import type { BundleManifest } from './bundle';
import { RecognizerError } from './errors';
import { manifestSchema } from './manifestSchema';
import { weightBytes, weightSpecs } from './weightLayout';

/** Longest piece of another's text that goes into an error. */
const QUOTED = 300;

/**
 * Checks that a value is a manifest: by the schema, then what a schema cannot say (labels and weights are named once
 * each, the scaler fits the features).
 *
 * @throws RecognizerError `BAD_BUNDLE`, with the path of what is wrong; `UNSUPPORTED_VERSION`; `TOO_LARGE` for more than
 * `maxBytes` of weights
 */
export function parseManifest(where: string, value: unknown, maxBytes: number): BundleManifest {
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > 1) {
    throw new RecognizerError(
      'UNSUPPORTED_VERSION',
      `${where}: the bundle has formatVersion ${version}, this @ser/recognizer reads 1; install a later one`,
    );
  }
  const result = v.safeParse(manifestSchema, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    return bad(where, `${v.getDotPath(issue) ?? 'the manifest'}: ${issue.message.slice(0, QUOTED)}`);
  }
  const manifest: BundleManifest = result.output;
  const { labels, featureSet, scaler, clip } = manifest;
  const repeated = firstRepeated(labels);
  if (repeated !== undefined) bad(where, `labels holds ${JSON.stringify(repeated)} twice; expected different labels`);
  if (clip.minDuration > clip.duration) {
    bad(where, `clip.minDuration=${clip.minDuration} s is longer than clip.duration=${clip.duration} s`);
  }
  const specs = weightSpecs(manifest);
  const twice = firstRepeated(specs.map(({ name }) => name));
  if (twice !== undefined) bad(where, `weightsManifest names ${JSON.stringify(twice).slice(0, QUOTED)} twice`);
  const bytes = weightBytes(specs);
  if (bytes > maxBytes) {
    throw new RecognizerError(
      'TOO_LARGE',
      `${where}: the manifest claims ${bytes} bytes of weights; maxBytes=${maxBytes}`,
    );
  }
  if (scaler !== null) checkScaler(where, scaler, featureSet.shape);
  return manifest;
}

function checkScaler(
  where: string,
  { mean, variance, scale }: NonNullable<BundleManifest['scaler']>,
  shape: readonly number[],
): void {
  const size = shape.reduce((product, length) => product * length, 1);
  const last = shape.at(-1);
  if (mean.length !== variance.length || mean.length !== scale.length) {
    bad(where, `scaler has ${mean.length} means, ${variance.length} variances, ${scale.length} scales`);
  }
  if (mean.length !== size && mean.length !== last) {
    bad(where, `scaler has ${mean.length} columns; features of shape [${shape.join(', ')}] need ${size} or ${last}`);
  }
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

function bad(where: string, problem: string): never {
  throw new RecognizerError('BAD_BUNDLE', `${where}: ${problem}`);
}
