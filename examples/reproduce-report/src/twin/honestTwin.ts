import type { Dataset } from '@ser/dataset';
import type { Experiment } from '../experiment';
import { trainOnce } from '../trainOnce';
import { augmentations, withVersions } from './augmentations';
import { protocols } from './protocols';
import { type TwinNetwork, twinNetworks } from './twinNetworks';

/**
 * The honest twin: the report's networks under its own protocol and under those that let less of the training rows into
 * the test, everything else the same. What lies between is what the leak was worth.
 */
export async function trainHonestTwin(experiment: Experiment): Promise<void> {
  const { epochs } = experiment.profile.twin;
  for (const network of wantedOf(experiment)) {
    for (const seed of experiment.seeds('twin')) {
      const dataset = await network.dataset(experiment, seed);
      for (const { name: protocol, folds } of protocols) {
        // Without augmented rows, rows and clips are the same.
        if (protocol === 'utterance' && versionsOf(dataset).size === 1) continue;
        const splits = folds(dataset.rows);
        for (const [at, split] of splits.entries()) {
          await trainOnce(experiment, {
            study: 'twin',
            protocol,
            fold: at + 1,
            folds: splits.length,
            split,
            ...shared(network, { dataset, seed, epochs }),
          });
        }
      }
    }
  }
}

/** Does the augmentation help? The five-block CNN+LSTM trained on fewer versions of each clip, tested honestly. */
export async function trainAblation(experiment: Experiment): Promise<void> {
  const { epochs, folds: most } = experiment.profile.ablation;
  for (const network of wantedOf(experiment).filter(({ name }) => name === 'cnnLstm5')) {
    for (const seed of experiment.seeds('twin')) {
      const dataset = await network.dataset(experiment, seed);
      for (const { name: protocol, folds } of protocols.filter(({ name }) => /utterance|speaker/.test(name))) {
        const splits = folds(dataset.rows).slice(0, most);
        for (const { name: augmentation, versions } of augmentationsOf(dataset)) {
          for (const [at, split] of splits.entries()) {
            await trainOnce(experiment, {
              study: 'ablation',
              protocol,
              augmentation,
              fold: at + 1,
              folds: splits.length,
              split: withVersions(dataset.rows, split, versions),
              ...shared(network, { dataset, seed, epochs }),
            });
          }
        }
      }
    }
  }
}

const wantedOf = (experiment: Experiment) => {
  const wanted = experiment.wanted(twinNetworks.map(({ name }) => name));
  return twinNetworks.filter(({ name }) => wanted.includes(name));
};

const versionsOf = ({ rows }: Dataset) => new Set(rows.map(({ version }) => version));

/** Those of whose versions there are rows: the user's is there only where one was given. */
const augmentationsOf = (dataset: Dataset) => {
  const present = versionsOf(dataset);
  return augmentations.filter(({ versions }) => versions.every((version) => present.has(version)));
};

/** What the work on every fold of a network has in common. */
function shared(
  { name, features, inputShape, scaled, build, train }: TwinNetwork,
  { dataset, seed, epochs }: { readonly dataset: Dataset; readonly seed: number; readonly epochs: number },
) {
  return {
    network: name,
    seed,
    dataset,
    features,
    inputShape,
    scaled,
    build: () => build(dataset.labels.length, seed),
    recipe: { epochs, stage: 1 },
    train: train(epochs),
  };
}
