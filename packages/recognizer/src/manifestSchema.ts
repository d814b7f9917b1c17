import * as v from 'valibot';
import type { BundleManifest, CardMetric, ClipWindow, TrainingCard, WeightSpec } from './bundle';

// JSON text can spell infinity (1e999), and valibot's number takes it: every number has both ends.
const finite = v.pipe(v.number(), v.minValue(-Number.MAX_VALUE), v.maxValue(Number.MAX_VALUE));
const between = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const count = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

const sampleRate = v.pipe(between(1_000, 1_536_000), v.metadata({ unit: 'Hz' }));
const seconds = (least: number) => v.pipe(between(least, 3_600), v.metadata({ unit: 's' }));

const scaler = v.strictObject({
  type: v.literal('StandardScaler'),
  version: v.literal(1),
  samplesSeen: count(1, Number.MAX_SAFE_INTEGER),
  mean: v.array(finite),
  variance: v.array(between(0, Number.MAX_VALUE)),
  scale: v.array(between(Number.MIN_VALUE, Number.MAX_VALUE)),
});

export const clipWindowSchema = v.strictObject({
  sampleRate,
  offset: seconds(0),
  duration: seconds(0.01),
  minDuration: seconds(0.01),
}) satisfies v.GenericSchema<unknown, ClipWindow>;

const metric = v.strictObject({
  name: text(100),
  value: finite,
  on: v.optional(text(1_000)),
  interval: v.optional(v.tuple([finite, finite])),
  intervalOf: v.optional(text(1_000)),
}) satisfies v.GenericSchema<unknown, CardMetric>;

export const trainingCardSchema = v.strictObject({
  corpus: text(10_000),
  dataLicence: text(10_000),
  split: text(10_000),
  seed: v.union([count(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), text(1_000)]),
  metrics: v.pipe(v.array(metric), v.maxLength(1_000)),
  intendedUse: text(10_000),
  date: v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)),
  notes: v.optional(text(100_000)),
}) satisfies v.GenericSchema<unknown, TrainingCard>;

const weightSpec = v.strictObject({
  name: text(1_000),
  shape: v.pipe(v.array(count(1, 2 ** 31)), v.maxLength(6)),
  dtype: v.literal('float32'),
}) satisfies v.GenericSchema<unknown, WeightSpec>;

/** The shape of `bundle.json`; `schema/bundle.schema.json` is made from it. What no schema can say, `parseManifest` does. */
export const manifestSchema = v.strictObject({
  format: v.literal('ser-recognizer'),
  formatVersion: v.literal(1),
  labels: v.pipe(v.array(text(200)), v.minLength(2), v.maxLength(10_000)),
  featureSet: v.strictObject({
    name: text(200),
    version: text(200),
    shape: v.pipe(v.array(count(1, 2 ** 24)), v.minLength(1), v.maxLength(5)),
  }),
  scaler: v.nullable(scaler),
  clip: clipWindowSchema,
  card: trainingCardSchema,
  weightsSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  modelTopology: v.looseObject({ class_name: text(200), config: v.unknown() }),
  weightsManifest: v.pipe(
    v.array(
      v.strictObject({
        // A name beside bundle.json, never a path.
        paths: v.pipe(
          v.array(v.pipe(v.string(), v.regex(/^weights-[0-9a-f]{16}\.bin$/))),
          v.minLength(1),
          v.maxLength(1),
        ),
        weights: v.pipe(v.array(weightSpec), v.minLength(1), v.maxLength(10_000)),
      }),
    ),
    v.minLength(1),
    v.maxLength(1),
  ),
}) satisfies v.GenericSchema<unknown, BundleManifest>;
