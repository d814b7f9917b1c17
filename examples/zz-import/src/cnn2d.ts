import { cnn2d } from '@ser/models';
import { fit, randomSplit, reduceLROnPlateau } from '@ser/train';
import type { Experiment } from './experiment';
import { mfccImages } from './mfccImages';
import { isProgram, runAlone } from './runAlone';
import { trainOnce } from './trainOnce';

/** Filters of each convolution; the only ones that give the report's parameter counts on a 224 x 20 input. */
const filters: Readonly<Record<string, readonly number[]>> = {
  cnn1: [32, 32, 32],
  cnn2: [32, 32],
  cnn3: [32, 32, 64],
  cnn4: [32, 64, 64, 64],
};

/** The four 2-D CNNs: MFCC images of the original clips, eight classes, one random split, a constant learning rate. */
export async function trainCnn2d(experiment: Experiment): Promise<void> {
  const networks = experiment.wanted(Object.keys(filters));
  if (networks.length === 0) return;

  const dataset = await experiment.once(mfccImages);
  const split = { name: 'random rows', ...randomSplit(dataset.rows.length, { trainFraction: 0.75, seed: 6 }) };
  const inputShape = [224, 20, 1] as const;

  for (const network of networks) {
    const epochs = experiment.profile.epochs(network);
    const seeds = experiment.seeds(network);
    for (const plateau of experiment.profile.plateauVariants ? [false, true] : [false]) {
      // One seed shows the variant; the spread over seeds is that of the networks as the report trained them.
      for (const seed of plateau ? seeds.slice(0, 1) : seeds) {
        await trainOnce(experiment, {
          study: 'report',
          network: plateau ? `${network}Plateau` : network,
          protocol: 'report',
          fold: 1,
          folds: 1,
          seed,
          dataset,
          split,
          features: 'reportMfcc',
          inputShape,
          scaled: false,
          build: () => cnn2d({ filters: [...filters[network]!], inputShape, classes: dataset.labels.length, seed }),
          recipe: { filters: filters[network], epochs, plateau },
          train: (model, rows, options) =>
            fit(model, rows, {
              ...options,
              epochs,
              learningRate: 1e-3,
              // The report describes this callback; its record never passes it to `fit` (docs/report-recipe.md).
              callbacks: plateau
                ? [reduceLROnPlateau({ monitor: 'loss', factor: 0.4, patience: 3, minLR: 1e-7 }), ...options.callbacks]
                : options.callbacks,
            }),
        });
      }
    }
  }
}

if (isProgram(import.meta.url)) await runAlone(trainCnn2d, Object.keys(filters));
