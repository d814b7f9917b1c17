// Trains a recognizer of your own labels, from a folder (each folder in it a label) or a table of clips; see the README.
import { parseArgs } from 'node:util';
import { useSimdBackend } from '@ser/backend-simd';
import { fromCsv, fromFolder } from '@ser/corpora';
import { buildDataset, type Dataset, select } from '@ser/dataset';
import { reportMfccFeatures as featureSet, StandardScaler } from '@ser/features';
import { cnn2d } from '@ser/models';
import { saveBundle } from '@ser/recognizer/node';
import * as train from '@ser/train';
import { plainErrors } from './plainErrors';

plainErrors();
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { data: text, speaker: text, licence: text, out: text } });
const { data, licence, out = 'recognizer' } = values;
if (data === undefined) throw Object.assign(new Error('--data FOLDER or TABLE.csv is missing'), { code: 'NO_DATA' });
const seed = 0;

// What there is: clips with a label, and who or what is heard in each.
const speaker = values.speaker === undefined ? undefined : new RegExp(values.speaker);
const manifest = await (data.endsWith('.csv') ? fromCsv(data, { licence }) : fromFolder(data, { licence, speaker }));
const clip = { offset: 0, duration: 2.6 };
const dataset = await buildDataset(manifest, { featureSet, clip });
const { labels, rows, failed } = dataset;
for (const warning of manifest.warnings) console.warn(warning);
for (const { clipId, message } of failed) console.warn(`${clipId} is left out: ${message}`);

// Whoever is heard in the test has never been heard before, neither in training nor when training is stopped.
const bySpeaker = (some: typeof rows) => train.groupSplit(some, { group: (row) => row.speaker, seed });
const split = train.withValidation(rows, bySpeaker(rows), bySpeaker);
const leaks = train.auditLeaks(rows, split, { x: dataset.x });

// Coefficients on one scale, the training rows'.
const cols = featureSet.columns.length;
const matrix = ({ x }: Dataset) => ({ data: x, rows: x.length / cols, cols });
const scaler = new StandardScaler().fit(matrix(select(dataset, split.train)));
const samples = (side: Uint32Array) => {
  const part = select(dataset, side);
  return { ...part, x: scaler.transform(matrix(part)).data, classes: labels.length };
};

await useSimdBackend();
const model = cnn2d({ filters: [16, 32, 32], inputShape: [224, 20, 1], classes: labels.length, seed });
const validation = samples(split.validation);
const batchSize = Math.min(16, split.train.length);
const stop = train.earlyStopping({ monitor: 'valLoss', patience: 6, restoreBestWeights: true });
const callbacks = [stop, train.progress()];
await train.fit(model, samples(split.train), { epochs: 40, batchSize, seed, validation, callbacks, leaks });

const test = samples(split.test);
const predicted = train.mostProbable(await train.predict(model, test.x, test.shape), labels.length);
const report = train.classificationReport(test.y, predicted, labels);
console.log(train.formatReport(report));

const on = `${test.y.length} clips of ${[...new Set(test.rows.map((row) => row.speaker))].join(', ')}`;
const card = {
  corpus: `${manifest.corpus}, ${manifest.rows.length} clips`,
  dataLicence: manifest.licence,
  split: `by speaker; ${leaks.message}`,
  seed,
  metrics: [{ name: 'UAR', value: report.uar, on }],
  intendedUse: `telling ${labels.join(', ')} apart in recordings like those it was trained on`,
  date: new Date().toISOString().slice(0, 10),
};
await saveBundle(out, { model, labels, featureSet, scaler, clip, card });
console.log(`Unweighted average recall ${report.uar.toFixed(3)} on ${on}; saved to ${out}`);
