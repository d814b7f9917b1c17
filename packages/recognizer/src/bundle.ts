import type { StandardScalerJson } from '@ser/features';

/** Which stretch of a recording the network was trained on. All in seconds but the rate. */
export interface ClipWindow {
  /** Rate of the audio that features are computed from, in Hz. */
  readonly sampleRate: number;
  /** What is left out at the beginning of a recording. */
  readonly offset: number;
  /** What is taken from there; a recording that ends earlier is taken as far as it goes, without padding. */
  readonly duration: number;
  /** Less audio than this is refused. */
  readonly minDuration: number;
}

/** One figure of a training card. */
export interface CardMetric {
  /** Such as `UAR` or `accuracy`. */
  readonly name: string;
  readonly value: number;
  /** The rows it was measured on, such as `test speakers 21 to 24`. */
  readonly on?: string;
  /** Lower and upper end. */
  readonly interval?: readonly [number, number];
  /** Such as `95 % bootstrap over speakers`. */
  readonly intervalOf?: string;
}

/** Where a recognizer comes from and what it is for: travels with it, for people to read. */
export interface TrainingCard {
  /** Such as `RAVDESS speech, 1,440 clips`. */
  readonly corpus: string;
  /** Terms of the training data, which the weights carry too; such as `CC BY-NC-SA 4.0`. */
  readonly dataLicence: string;
  /** How training and test rows were parted, such as `speakerFolds, 5 folds`. */
  readonly split: string;
  readonly seed: number | string;
  readonly metrics: readonly CardMetric[];
  readonly intendedUse: string;
  /** Of the training, YYYY-MM-DD. */
  readonly date: string;
  /** Anything else a user should know. */
  readonly notes?: string;
}

/** One weight's name and shape; values lie one after another, little-endian float32. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

/**
 * Everything of a bundle but the weights' values: `bundle.json` of a folder, the metadata of one file. Its keys
 * `modelTopology` and `weightsManifest` are TensorFlow.js' own, so that `tf.loadLayersModel` opens the folder too.
 */
export interface BundleManifest {
  readonly format: 'ser-recognizer';
  readonly formatVersion: 1;
  /** Names of the classes, in the order of the network's outputs. */
  readonly labels: readonly string[];
  readonly featureSet: { readonly name: string; readonly version: string; readonly shape: readonly number[] };
  /** Applied to the features: over whole rows, or over their last axis, by its number of columns. */
  readonly scaler: StandardScalerJson | null;
  readonly clip: ClipWindow;
  readonly card: TrainingCard;
  /** Hexadecimal SHA-256 of the weights' bytes. */
  readonly weightsSha256: string;
  readonly modelTopology: { readonly class_name: string; readonly config: unknown };
  readonly weightsManifest: readonly { readonly paths: readonly string[]; readonly weights: readonly WeightSpec[] }[];
}

/** A whole bundle as plain data. */
export interface Bundle {
  readonly manifest: BundleManifest;
  /** Little-endian float32, in the manifest's order. */
  readonly weights: Uint8Array;
}
