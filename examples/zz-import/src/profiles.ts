import { type NetworkFamily, reportedNetworks } from './reported';

export type ProfileName = 'smoke' | 'quick' | 'full' | 'honest';

export interface Profile {
  readonly name: ProfileName;
  readonly summary: string;
  /** Only so many of the corpus' speakers, the first repetition of what they say; absent: every clip. */
  readonly speakers?: number;
  /** Epochs a network trains for (2-D CNNs), or each stage may last (LSTM, CNN+LSTM). */
  readonly epochs: (network: string) => number;
  /** How many of the four training stages the LSTM and the CNN+LSTM run through. */
  readonly stages: number;
  /** Also train each 2-D CNN with the learning-rate callback that the report describes but never used. */
  readonly plateauVariants: boolean;
  /** Whether the report's networks are trained as the report trains them. */
  readonly reproduction: boolean;
  /** From how many seeds each network is trained as the report trains it. */
  readonly seeds: (network: string) => number;
  /** The honest twin: epochs of each fold, and how many seeds. No seeds: left out. */
  readonly twin: { readonly epochs: number; readonly seeds: number };
  /** Does the augmentation help: epochs, and most folds of each protocol. No folds: left out. */
  readonly ablation: { readonly epochs: number; readonly folds: number };
}

const familyOf = (network: string): NetworkFamily | undefined =>
  reportedNetworks.find(({ name }) => name === network)?.family;

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  smoke: {
    name: 'smoke',
    summary:
      'three speakers, every stage and every network for a few epochs: shows that the pipeline works, not what the networks can do',
    speakers: 3,
    epochs: (network) => (familyOf(network) === 'cnn2d' ? 2 : 1),
    stages: 4,
    plateauVariants: false,
    seeds: () => 1,
    reproduction: true,
    twin: { epochs: 1, seeds: 1 },
    ablation: { epochs: 1, folds: 1 },
  },
  quick: {
    name: 'quick',
    summary: 'CNN model 4 for all its 60 epochs, the other CNNs for 20; LSTM and CNN+LSTM for 5 epochs of stage 1',
    epochs: (network) => (network === 'cnn4' ? 60 : familyOf(network) === 'cnn2d' ? 20 : 5),
    stages: 1,
    plateauVariants: false,
    seeds: () => 1,
    reproduction: true,
    twin: { epochs: 5, seeds: 0 },
    ablation: { epochs: 5, folds: 0 },
  },
  full: {
    name: 'full',
    summary: 'all epochs and all four stages of the report; the 2-D CNNs from three seeds',
    epochs: (network) => (network === 'cnn1' ? 100 : 60),
    stages: 4,
    plateauVariants: true,
    seeds: (network) => (familyOf(network) === 'cnn2d' ? 3 : 1),
    reproduction: true,
    twin: { epochs: 60, seeds: 0 },
    ablation: { epochs: 30, folds: 0 },
  },
  honest: {
    name: 'honest',
    summary:
      "CNN model 4, the LSTM and the five-block CNN+LSTM for 60 epochs under the report's protocol and under those that let less through",
    epochs: () => 60,
    stages: 1,
    plateauVariants: false,
    seeds: () => 1,
    reproduction: false,
    twin: { epochs: 60, seeds: 1 },
    ablation: { epochs: 30, folds: 3 },
  },
};
