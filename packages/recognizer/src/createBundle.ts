import type { FeatureSet, StandardScaler, StandardScalerJson } from '@ser/features';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildModel } from './buildModel';
import type { Bundle, ClipWindow, TrainingCard, WeightSpec } from './bundle';
import { writeBundleFile } from './bundleFile';
import { checkWeights, hashOf } from './checkWeights';
import { checkClassifier } from './classifier';
import { RecognizerError } from './errors';
import { parseManifest } from './parseManifest';

/** What a recognizer is made of. */
export interface BundleParts {
  /** A trained classifier: one input, one output a label, softmax (or linear) at the end. */
  readonly model: LayersModel;
  /** Names of the classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** What makes the model's input of a clip; the bundle keeps its name, version and shape. */
  readonly featureSet: Pick<FeatureSet, 'name' | 'version' | 'shape'>;
  /** Applied to the features, over whole rows or their last axis, by its number of columns. Default: none. */
  readonly scaler?: StandardScaler | StandardScalerJson | null;
  /** The stretch of a recording that the model was trained on. Default: the first 2.6 s at 22,050 Hz, at least 0.1 s. */
  readonly clip?: Partial<ClipWindow>;
  readonly card: TrainingCard;
  /** Classes of the model that the program registered with `tf.serialization.registerClass`; loading names them too. */
  readonly customLayers?: readonly string[];
}

/**
 * Puts the parts of a recognizer together as plain data, and checks that they make one that loads.
 *
 * @throws RecognizerError `INVALID_OPTION` for a part that does not belong into a bundle, `UNSUPPORTED_MODEL`,
 * `UNKNOWN_LAYER`, `TOO_LARGE`
 */
export async function createBundle(where: string, parts: BundleParts): Promise<Bundle> {
  const { model, labels, featureSet, scaler = null, clip = {}, card, customLayers = [] } = parts;
  checkClassifier(model, featureSet.shape, labels.length);
  const { topology, specs, weights } = await artifactsOf(where, model);
  const weightsSha256 = hashOf(weights);
  const manifest: unknown = {
    format: 'ser-recognizer',
    formatVersion: 1,
    labels: [...labels],
    featureSet: { name: featureSet.name, version: featureSet.version, shape: [...featureSet.shape] },
    scaler: scaler !== null && 'toJSON' in scaler ? scaler.toJSON() : scaler,
    clip: { sampleRate: 22_050, offset: 0, duration: 2.6, minDuration: 0.1, ...clip },
    card,
    weightsSha256,
    modelTopology: topology,
    weightsManifest: [{ paths: [`weights-${weightsSha256.slice(0, 16)}.bin`], weights: specs }],
  };
  try {
    // Through text, and to a network: what is checked is what will be loaded.
    const checked = parseManifest(where, JSON.parse(JSON.stringify(manifest)), weights.length);
    const bundle = checkWeights(where, checked, weights);
    const network = await buildModel(bundle, customLayers);
    network.free();
    return bundle;
  } catch (error) {
    const { code, message } = error as RecognizerError;
    throw code === 'BAD_BUNDLE' ? new RecognizerError('INVALID_OPTION', message, { cause: error }) : error;
  }
}

/**
 * A recognizer as the bytes of one file.
 *
 * @returns a safetensors file whose metadata hold everything but the weights
 * @throws RecognizerError `INVALID_OPTION` for a part that does not belong into a bundle, `UNSUPPORTED_MODEL`,
 * `UNKNOWN_LAYER`, `TOO_LARGE`
 * @example
 * const bytes = await encodeBundle({ model, labels: ['calm', 'sad'], featureSet: report162Features, scaler, card });
 */
export async function encodeBundle(parts: BundleParts): Promise<Uint8Array> {
  return writeBundleFile(await createBundle('encodeBundle', parts));
}

/** TensorFlow.js' own artifacts of a model, without its optimizer. */
async function artifactsOf(where: string, model: LayersModel) {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs = [], weightData } = artifacts!;
  const specs = weightSpecs.map(({ name, shape, dtype }): WeightSpec => {
    if (dtype !== 'float32') {
      throw new RecognizerError('UNSUPPORTED_MODEL', `${where}: the weight ${name} is ${dtype}; expected float32`);
    }
    return { name, shape, dtype };
  });
  const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  return { topology: modelTopology as object, specs, weights };
}
