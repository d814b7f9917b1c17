import { FeatureError } from './errors';

/** What `LabelEncoder.toJSON` writes. */
export interface LabelEncoderJson {
  readonly type: 'LabelEncoder';
  readonly version: 1;
  readonly classes: readonly string[];
}

/**
 * Labels to whole numbers: classes are the different labels in code-unit order, a label's number is its place there.
 *
 * @throws FeatureError `UNKNOWN_LABEL` (the message lists the classes), `NOT_FITTED`, `SHAPE_MISMATCH`, `INVALID_JSON`.
 * @see sklearn.preprocessing.LabelEncoder 1.2.2; the same numbers for ASCII labels.
 * @example
 * const encoder = new LabelEncoder().fit(['sad', 'angry', 'sad']);
 * [...encoder.transform(['sad', 'angry'])]; // [1, 0]
 */
export class LabelEncoder {
  #classes: readonly string[] = [];
  #numbers = new Map<string, number>();

  fit(labels: readonly string[]): this {
    if (labels.length === 0) {
      throw new FeatureError('SHAPE_MISMATCH', 'LabelEncoder.fit: expected at least one label, received none');
    }
    this.#classes = [...new Set(labels)].sort();
    this.#numbers = new Map(this.#classes.map((label, number) => [label, number]));
    return this;
  }

  transform(labels: readonly string[]): Int32Array {
    this.#checkFitted('transform');
    return Int32Array.from(labels, (label) => {
      const number = this.#numbers.get(label);
      if (number === undefined) {
        throw new FeatureError(
          'UNKNOWN_LABEL',
          `LabelEncoder.transform: '${label}' is none of ${this.#classes.join(', ')}`,
        );
      }
      return number;
    });
  }

  fitTransform(labels: readonly string[]): Int32Array {
    return this.fit(labels).transform(labels);
  }

  inverseTransform(numbers: ArrayLike<number>): string[] {
    this.#checkFitted('inverseTransform');
    return Array.from(numbers, (number) => {
      const label = this.#classes[number];
      if (label === undefined) {
        throw new FeatureError(
          'UNKNOWN_LABEL',
          `LabelEncoder.inverseTransform: ${number} is not a class number (0 to ${this.#classes.length - 1})`,
        );
      }
      return label;
    });
  }

  get classes(): readonly string[] {
    return this.#classes;
  }

  toJSON(): LabelEncoderJson {
    this.#checkFitted('toJSON');
    return { type: 'LabelEncoder', version: 1, classes: [...this.#classes] };
  }

  static fromJSON(json: LabelEncoderJson): LabelEncoder {
    const classes = json?.classes;
    const sound =
      json?.type === 'LabelEncoder' &&
      json.version === 1 &&
      Array.isArray(classes) &&
      classes.length > 0 &&
      classes.every((label) => typeof label === 'string') &&
      new Set(classes).size === classes.length;
    if (!sound) {
      throw new FeatureError(
        'INVALID_JSON',
        "LabelEncoder.fromJSON: expected { type: 'LabelEncoder', version: 1, classes: different strings }",
      );
    }
    const encoder = new LabelEncoder();
    encoder.#classes = [...classes];
    encoder.#numbers = new Map(classes.map((label, number) => [label, number]));
    return encoder;
  }

  #checkFitted(method: string): void {
    if (this.#classes.length === 0) throw new FeatureError('NOT_FITTED', `LabelEncoder.${method}: call fit first`);
  }
}
