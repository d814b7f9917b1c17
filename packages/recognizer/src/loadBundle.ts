import { type FeatureSet, report162Features, reportMfccFeatures } from '@ser/features';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildModel } from './buildModel';
import type { Bundle, BundleManifest } from './bundle';
import { decodeBundle, parseJson } from './bundleFile';
import { checkWeights } from './checkWeights';
import { RecognizerError } from './errors';
import { parseManifest } from './parseManifest';
import { findPlace, type Place } from './place';
import { Recognizer } from './recognizer';
import { weightBytes, weightSpecs } from './weightLayout';

/** Where a bundle lies: a folder or file by path (Node) or URL, the bytes of one file, a file a user chose, or the data. */
export type BundleSource = string | URL | Uint8Array | ArrayBuffer | Blob | Bundle;

/** Options of {@link loadBundle}. */
export interface LoadBundleOptions {
  /** Feature sets that bundles may ask for by name. Default: `reportMfccFeatures` and `report162Features`. */
  readonly featureSets?: readonly FeatureSet[];
  /** Most bytes that a bundle may have. Default: 256 MiB. */
  readonly maxBytes?: number;
  /** Layer classes beyond TensorFlow.js' own that the program registered and trusts. Default: none. */
  readonly customLayers?: readonly string[];
  /** Ends a download. */
  readonly signal?: AbortSignal;
}

/**
 * Loads a recognizer, onto TensorFlow.js' active backend.
 *
 * A bundle is data: its JSON is checked against the schema, every size before anything is allocated, the weights against their
 * SHA-256; its model may name known layers only; its features are computed by the feature set given here, whose name and
 * version must be those it was trained with. Nothing in it is run.
 *
 * @throws RecognizerError `UNREADABLE`, `TOO_LARGE`, `BAD_BUNDLE`, `CHECKSUM_MISMATCH`, `UNSUPPORTED_VERSION`,
 * `UNKNOWN_LAYER`, `UNSUPPORTED_MODEL`, `UNKNOWN_FEATURE_SET`, `FEATURE_SET_VERSION`, `NO_BACKEND`, `INVALID_OPTION`; no
 * tensor is left
 * @example
 * const recognizer = await loadBundle('recognizer'); // a folder that saveBundle wrote
 */
export async function loadBundle(source: BundleSource, options: LoadBundleOptions = {}): Promise<Recognizer> {
  const { featureSets = [reportMfccFeatures, report162Features], maxBytes = 2 ** 28, customLayers = [] } = options;
  if (!(maxBytes > 0)) {
    throw new RecognizerError('INVALID_OPTION', `loadBundle: maxBytes=${String(maxBytes)}; expected bytes above 0`);
  }
  await needBackend();
  const bundle = await readBundle(source, maxBytes, options.signal);
  const features = findFeatureSet(bundle.manifest, featureSets);
  const network = await buildModel(bundle, customLayers);
  try {
    const recognizer = new Recognizer(bundle.manifest, network, features);
    tryOut(network.model, bundle.manifest);
    return recognizer;
  } catch (error) {
    network.free();
    throw error;
  }
}

/** Waits for TensorFlow.js' backend; without one every tensor would fail with words that help nobody. */
async function needBackend(): Promise<void> {
  try {
    await tf.ready();
  } catch (cause) {
    throw new RecognizerError(
      'NO_BACKEND',
      'loadBundle: TensorFlow.js has no backend that works; call useSimdBackend() of @ser/backend-simd first, or import another backend',
      { cause },
    );
  }
}

async function readBundle(source: BundleSource, maxBytes: number, signal?: AbortSignal): Promise<Bundle> {
  if (typeof source === 'string' || kindOf(source) === 'URL') {
    return readPlace(await findPlace(source as string | URL), maxBytes, signal);
  }
  if (typeof source !== 'object' || source === null) {
    throw new RecognizerError(
      'INVALID_OPTION',
      `loadBundle: source is ${String(source)}; expected a path, URL, bytes, Blob or bundle`,
    );
  }
  if ('manifest' in source && 'weights' in source) {
    const manifest = parseManifest('loadBundle', source.manifest, maxBytes);
    return checkWeights('loadBundle', manifest, source.weights);
  }
  const size = 'size' in source ? source.size : (source as Uint8Array).byteLength;
  if (size > maxBytes) {
    throw new RecognizerError('TOO_LARGE', `loadBundle: source has ${size} bytes; maxBytes=${maxBytes}`);
  }
  if ('arrayBuffer' in source) return decodeBundle(new Uint8Array(await source.arrayBuffer()));
  return decodeBundle(
    kindOf(source) === 'ArrayBuffer' ? new Uint8Array(source as ArrayBuffer) : (source as Uint8Array),
  );
}

async function readPlace(place: Place, maxBytes: number, signal?: AbortSignal): Promise<Bundle> {
  const bytes = await place.read(maxBytes, signal);
  // A one-file bundle begins with the length of its header, which is a multiple of 8: never with a brace.
  if (bytes[0] !== '{'.charCodeAt(0)) return decodeBundle(bytes);
  const json = parseJson(`loadBundle: ${place.name}`, bytes);
  const manifest = parseManifest(`loadBundle: ${place.name}`, json, maxBytes);
  const neighbour = place.beside(manifest.weightsManifest[0]!.paths[0]!);
  const expected = weightBytes(weightSpecs(manifest));
  return checkWeights(`loadBundle: ${neighbour.name}`, manifest, await neighbour.read(expected, signal));
}

function findFeatureSet({ featureSet }: BundleManifest, given: readonly FeatureSet[]): FeatureSet {
  const { name, version, shape } = featureSet;
  const named = given.filter((set) => set.name === name);
  const found = named.find((set) => set.version === version);
  if (found === undefined && named.length > 0) {
    throw new RecognizerError(
      'FEATURE_SET_VERSION',
      `loadBundle: the bundle was trained on ${name} version ${version}, the option featureSets has version ${named.map((set) => set.version).join(', ')}: its numbers are others. Install the version of then, or train again`,
    );
  }
  if (found === undefined) {
    throw new RecognizerError(
      'UNKNOWN_FEATURE_SET',
      `loadBundle: the bundle was trained on the feature set ${name}, the option featureSets has ${given.map((set) => set.name).join(', ') || 'none'}; give it there`,
    );
  }
  if (!tf.util.arraysEqual([...found.shape], [...shape])) {
    throw new RecognizerError(
      'BAD_BUNDLE',
      `loadBundle: the bundle says that ${name} ${version} has shape [${shape.join(', ')}]; it has [${found.shape.join(', ')}]`,
    );
  }
  return found;
}

/** Runs the network once on zeros: what cannot run fails here, and the first clip is as fast as the others. */
function tryOut(model: LayersModel, { labels }: BundleManifest): void {
  const shape = model.inputs[0]!.shape.slice(1) as number[];
  try {
    const size = tf.tidy(() => (model.apply(tf.zeros([1, ...shape]), { training: false }) as tf.Tensor).size);
    if (size !== labels.length) throw new Error(`it gives ${size} values for ${labels.length} labels`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RecognizerError('BAD_BUNDLE', `loadBundle: the network does not run: ${reason.slice(0, 300)}`, { cause });
  }
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
