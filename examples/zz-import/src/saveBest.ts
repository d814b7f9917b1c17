import { report162Features, reportMfccFeatures } from '@ser/features';
import { saveBundle } from '@ser/recognizer/node';
import type { Experiment, Trained } from './experiment';
import { titleOf } from './reported';
import type { NetworkResult, Results } from './results';
import { summarize } from './summarize';
import { samplesOf } from './trainOnce';

/** What a network's input is made of, and of which stretch of a clip. */
const inputs = {
  reportMfcc: { featureSet: reportMfccFeatures, clip: { offset: 0.5, duration: 2.6 } },
  report162: { featureSet: report162Features, clip: { offset: 0.4, duration: 2.6 } },
} as const;

/**
 * Saves the network with the highest test accuracy of the last epoch, of those trained as the report trains them, as a
 * bundle that `@ser/recognizer` loads. Its card says what that accuracy is worth.
 */
export async function saveBest(experiment: Experiment, path: string): Promise<void> {
  const results = summarize(experiment.cells);
  const [best] = [...results.networks].sort((a, b) => b.accuracy - a.accuracy);
  if (best === undefined) return;
  const at = experiment.cells.findIndex(
    ({ study, network, seed }) => study === 'report' && network === best.name && seed === best.seed,
  );
  const { key, work } = experiment.trained[at]!;
  const model = work.build();
  if (await experiment.finished.restore(key, model)) {
    const { featureSet, clip } = inputs[work.features as keyof typeof inputs];
    const card = cardOf(best, results, work);
    const { labels } = work.dataset;
    await saveBundle(path, { model, labels, featureSet, clip, scaler: samplesOf(work).scaler ?? null, card });
    experiment.log.line(`${titleOf(best.name)}, seed ${best.seed}, was the best of this run; it is saved as ${path}`);
  } else {
    experiment.log.warn(
      `${titleOf(best.name)}, seed ${best.seed}, was trained elsewhere; ${path} is not written without its weights`,
    );
  }
  model.dispose();
}

function cardOf(best: NetworkResult, { corpus, twin }: Results, work: Trained['work']) {
  const onNewVoices = twin.find(
    ({ network, protocol, augmentation }) =>
      network === best.name && protocol === 'speaker' && augmentation === undefined,
  );
  const on = `${best.testRows} rows, the report's protocol: ${best.leaks.message}`;
  return {
    corpus: `${corpus.name}, ${corpus.clips} clips of ${corpus.speakers} speakers`,
    dataLicence: corpus.licence,
    split: `${work.split.name}; ${best.leaks.message}`,
    seed: best.seed,
    metrics: [
      { name: 'accuracy', value: best.accuracy, on },
      { name: 'UAR', value: best.classification.uar, on },
      ...(onNewVoices === undefined
        ? []
        : [
            {
              name: 'accuracy',
              value: onNewVoices.pooled.accuracy,
              on: 'speakers never heard, trained anew for each fold',
            },
          ]),
    ],
    intendedUse: corpus.synthetic
      ? 'trying the pipeline: it was trained on made-up voices'
      : 'research on acted English speech recorded like its corpus; not for decisions about people',
    date: new Date().toISOString().slice(0, 10),
    notes: `${titleOf(best.name)} of "Speech Emotion Recognition in Augmented Data", reproduced. The weights carry the terms of the data: ${corpus.licence}.`,
  };
}
