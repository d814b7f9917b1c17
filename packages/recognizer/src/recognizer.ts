import { type AudioClip, resample } from '@ser/dsp';
import { type FeatureSet, StandardScaler } from '@ser/features';
import * as tf from '@tensorflow/tfjs-core';
import type { BundleManifest, ClipWindow, TrainingCard } from './bundle';
import { checkClip, checkSampleRate } from './checkAudio';
import { type Classifier, checkClassifier } from './classifier';
import { RecognizerError } from './errors';
import type { Recognition, Segment } from './recognition';
import { RecognizerStream } from './recognizerStream';
import type { Network } from './topology/buildWithin';

/** Options of {@link Recognizer.timeline}, and of a stream. */
export interface TimelineOptions {
  /** Length of each stretch in seconds, the bundle's shortest clip to 3,600. Default: the bundle's `clip.duration`. */
  readonly window?: number;
  /** Seconds from the beginning of one stretch to that of the next. Default: half of `window`. */
  readonly hop?: number;
}

/**
 * A trained network with everything it needs: from a clip to a label. Made by `loadBundle`.
 *
 * The same clip gives the same bits each time, whatever was recognized before. Silence is audio like any other: it gets
 * probabilities, of no meaning.
 */
export class Recognizer {
  readonly #network: Network;
  readonly #classifier: Classifier;
  readonly #manifest: BundleManifest;
  readonly #features: FeatureSet;
  readonly #scaler: StandardScaler | undefined;
  /** Columns of the scaler. */
  readonly #columns: number;
  #disposed = false;

  /** Use `loadBundle`. */
  constructor(manifest: BundleManifest, network: Network, features: FeatureSet) {
    const { featureSet, labels, scaler } = manifest;
    this.#classifier = checkClassifier(network.model, featureSet.shape, labels.length);
    this.#manifest = manifest;
    this.#network = network;
    this.#features = features;
    this.#scaler = scaler === null ? undefined : StandardScaler.fromJSON(scaler);
    this.#columns = scaler === null ? 0 : scaler.mean.length;
  }

  /** Names of the classes. */
  get labels(): readonly string[] {
    return this.#manifest.labels;
  }

  /** Where the recognizer comes from and what it is for. */
  get card(): TrainingCard {
    return this.#manifest.card;
  }

  /** The stretch of a recording it was trained on. */
  get clip(): ClipWindow {
    return this.#manifest.clip;
  }

  /** Name, version and shape of the features it is fed. */
  get featureSet(): BundleManifest['featureSet'] {
    return this.#manifest.featureSet;
  }

  /**
   * Recognizes one recording, as the network was trained: takes `clip.duration` seconds from `offset`, or as far as the
   * recording goes, changes the sample rate, computes features, scales them, runs the network.
   *
   * @param clip - mono, 1,000 to 1,536,000 Hz
   * @param options.offset - seconds left out at the beginning. Default: the bundle's `clip.offset`
   * @throws RecognizerError `INVALID_CLIP`, `NON_FINITE_SAMPLES`, `CLIP_TOO_SHORT` for less than `clip.minDuration` behind
   * the offset, `INVALID_OPTION`, `FEATURES_FAILED`, `NON_FINITE_OUTPUT`, `DISPOSED`
   * @example
   * const { label, confidence } = await recognizer.recognize(await load('speech.wav', { sampleRate: null }));
   */
  async recognize(clip: AudioClip, options: { readonly offset?: number } = {}): Promise<Recognition> {
    checkClip('recognize', clip);
    const { offset = this.clip.offset } = options;
    if (!(offset >= 0 && offset < Number.POSITIVE_INFINITY)) {
      throw new RecognizerError('INVALID_OPTION', `recognize: offset=${String(offset)}; expected seconds of 0 or more`);
    }
    const { samples, sampleRate } = clip;
    // Whole samples as `load` of @ser/audio-io cuts them: the features are those of training.
    const from = Math.trunc(offset * sampleRate);
    const to = Math.min(samples.length, from + Math.trunc(this.clip.duration * sampleRate));
    return this.#recognizeStretch('recognize', { samples: samples.subarray(from, Math.max(from, to)), sampleRate });
  }

  /**
   * Recognizes long audio stretch by stretch: one every `hop` seconds, and a last one that ends with the audio. Audio
   * shorter than a window is one stretch. The bundle's offset plays no part.
   *
   * Features see each stretch alone, so a stretch gives what `recognize` would say of it. Between stretches timers and
   * input get their turn.
   *
   * @throws RecognizerError as {@link Recognizer.recognize}; `INVALID_OPTION` for a window or hop out of range
   * @example
   * for (const { start, label } of await recognizer.timeline(clip, { window: 2.6, hop: 1 })) console.log(start, label);
   */
  async timeline(clip: AudioClip, options: TimelineOptions = {}): Promise<Segment[]> {
    checkClip('timeline', clip);
    const stream = this.stream({ ...options, sampleRate: clip.sampleRate });
    return [...(await stream.push(clip.samples)), ...(await stream.end())];
  }

  /**
   * Recognizes audio that arrives in blocks, as from a microphone: push blocks of any size, then end. All segments together
   * are those of {@link Recognizer.timeline} of the same audio.
   *
   * @param options.sampleRate - of the blocks, in Hz
   * @throws RecognizerError `INVALID_CLIP` for the rate, `INVALID_OPTION` for a window or hop out of range
   * @example
   * const stream = recognizer.stream({ sampleRate: 48000, hop: 0.5 });
   * for (const segment of await stream.push(block)) console.log(segment.start, segment.label);
   */
  stream(options: TimelineOptions & { readonly sampleRate: number }): RecognizerStream {
    const { sampleRate, window = this.clip.duration, hop = window / 2 } = options;
    checkSampleRate('stream', sampleRate);
    const { minDuration } = this.clip;
    if (!(window >= minDuration && window <= 3_600)) {
      throw new RecognizerError(
        'INVALID_OPTION',
        `stream: window=${String(window)} s; expected ${minDuration} (the bundle's shortest clip) to 3600`,
      );
    }
    if (!(hop * sampleRate >= 1 && hop <= 3_600)) {
      throw new RecognizerError('INVALID_OPTION', `stream: hop=${String(hop)} s; expected one sample's length to 3600`);
    }
    return new RecognizerStream({
      sampleRate,
      plan: { window: Math.trunc(window * sampleRate), hop: hop * sampleRate },
      recognize: (samples) => this.#recognizeStretch('stream', { samples, sampleRate }),
    });
  }

  /** Frees the network's weights. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#network.free();
  }

  /** Recognizes all of a checked clip. */
  async #recognizeStretch(where: string, clip: AudioClip): Promise<Recognition> {
    if (this.#disposed) throw new RecognizerError('DISPOSED', `${where}: the recognizer was disposed; load it again`);
    const { minDuration } = this.clip;
    const shortest = Math.max(1, Math.floor(minDuration * clip.sampleRate));
    if (clip.samples.length < shortest) {
      throw new RecognizerError(
        'CLIP_TOO_SHORT',
        `${where}: ${clip.samples.length} samples at ${clip.sampleRate} Hz are left behind the offset; this recognizer takes ${shortest} (${minDuration} s) or more`,
      );
    }
    return this.#name(await this.#probabilities(where, this.#featuresOf(where, clip)));
  }

  #featuresOf(where: string, { samples, sampleRate }: AudioClip): Float32Array {
    const { name, shape } = this.featureSet;
    const target = this.clip.sampleRate;
    let values: Float32Array;
    try {
      values = this.#features.extract({ samples: resample(samples, sampleRate, target), sampleRate: target });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new RecognizerError('FEATURES_FAILED', `${where}: ${name} failed: ${reason}`, { cause });
    }
    if (values.length !== tf.util.sizeFromShape([...shape]) || !values.every(Number.isFinite)) {
      throw new RecognizerError(
        'FEATURES_FAILED',
        `${where}: ${name} gave ${values.length} values, some perhaps not finite; expected finite ones of shape [${shape.join(', ')}]`,
      );
    }
    if (this.#scaler === undefined) return values;
    return this.#scaler.transform({ data: values, rows: values.length / this.#columns, cols: this.#columns }).data;
  }

  async #probabilities(where: string, features: Float32Array): Promise<Float32Array> {
    const { inputShape, endsIn } = this.#classifier;
    const output = tf.tidy(() => {
      const scores = this.#network.model.apply(tf.tensor(features, [1, ...inputShape]), {
        training: false,
      }) as tf.Tensor;
      return endsIn === 'softmax' ? scores : tf.softmax(scores);
    });
    const probabilities = (await output.data()) as Float32Array;
    output.dispose();
    const bad = probabilities.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new RecognizerError(
        'NON_FINITE_OUTPUT',
        `${where}: the network gives ${probabilities[bad]} for ${this.labels[bad]}; its weights do not suit such features`,
      );
    }
    return probabilities;
  }

  #name(values: Float32Array): Recognition {
    const best = values.reduce((place, value, index) => (value > values[place]! ? index : place), 0);
    const probabilities = Object.fromEntries(this.labels.map((label, index) => [label, values[index]!]));
    return { label: this.labels[best]!, probabilities, confidence: values[best]! };
  }
}
