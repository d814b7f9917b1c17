import { Command, InvalidArgumentError, Option } from 'commander';
import { type ProfileName, profiles } from './profiles';
import { reportedNetworks } from './reported';
import { augmentations } from './twin/augmentations';
import { protocols } from './twin/protocols';

export interface Options {
  /** Folder of the real corpus, or its publisher's zip. */
  readonly data?: string;
  /** Fetch the real corpus; the user accepts its licence. Neither this nor `data`: the embedded synthetic corpus. */
  readonly download?: boolean;
  readonly profile: ProfileName;
  readonly only: readonly string[];
  /** Folds by address, with the protocol: no other work is done. Absent: all. */
  readonly folds?: readonly string[];
  /** The first seed. */
  readonly seed: number;
  /** How many seeds; absent: as many as the profile says. */
  readonly seeds?: number;
  /** Another version of each clip, made by this augmentation: `MODULE` or `MODULE#EXPORT`. */
  readonly augment?: string;
  /** What its factory is called with. */
  readonly augmentOptions?: object;
  /** Print the commands instead of training. */
  readonly list: boolean;
  /** Name of the TensorFlow.js backend. */
  readonly backend: string;
  readonly out: string;
  /** Absent: the user's cache folder. */
  readonly cache?: string;
}

const licence =
  'CC BY-NC-SA 4.0 (https://creativecommons.org/licenses/by-nc-sa/4.0/), for nothing commercial, with its authors named, ' +
  'what you make of it under the same terms';

const networkNames = reportedNetworks.map(({ name }) => name);

function parseOnly(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !networkNames.includes(name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`Unknown network ${unknown.join(', ')}; choose from ${networkNames.join(', ')}.`);
  }
  return networkNames.filter((name) => names.includes(name));
}

const protocolNames = protocols.map(({ name }) => name);
const augmentationNames = augmentations.map(({ name }) => name);

function parseFolds(value: string): string[] {
  return value.split(',').map((part) => {
    const address = /^\d+$/.test(part.trim()) ? `speaker:${part.trim()}` : part.trim();
    const [protocol = '', fold = '', augmentation, ...rest] = address.split(':');
    const known =
      protocolNames.some((name) => name === protocol) &&
      /^[1-9]\d*$/.test(fold) &&
      (augmentation === undefined || augmentationNames.includes(augmentation)) &&
      rest.length === 0;
    if (known) return address;
    throw new InvalidArgumentError(
      `Unknown fold ${part}; expected 3 (of the speaker protocol), PROTOCOL:FOLD or PROTOCOL:FOLD:AUGMENTATION, folds from ` +
        `1, with the protocols ${protocolNames.join(', ')} and the augmentations ${augmentationNames.join(', ')}. --list shows all.`,
    );
  });
}

function parseSeeds(value: string): number {
  const seeds = Number(value);
  if (Number.isSafeInteger(seeds) && seeds >= 1) return seeds;
  throw new InvalidArgumentError('Expected a whole number from 1 up.');
}

function parseSeed(value: string): number {
  const seed = Number(value);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new InvalidArgumentError('Expected a whole number from 0 up.');
  return seed;
}

function parseJsonObject(value: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (error) {
    throw new InvalidArgumentError(`No JSON: ${(error as Error).message}.`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new InvalidArgumentError('Expected an object, such as {"snrDb": 10}.');
}

/** Reads the command line. A wrong option prints what is accepted and ends the process with code 1. */
export function parseOptions(argv: readonly string[], networks: readonly string[] = networkNames): Options {
  const command = new Command('npm start --')
    .description(
      'Reproduces the report "Speech Emotion Recognition in Augmented Data": audio in, augmentation, features, ' +
        'networks trained, tables and figures out. Without --data or --download it runs on a small synthetic corpus, ' +
        'offline.',
    )
    .option(
      '--data <path>',
      'folder of the RAVDESS speech clips, WAV or FLAC, or the zip of its publisher (default: the synthetic corpus)',
    )
    .addOption(
      new Option(
        '--download',
        'fetch RAVDESS from its publisher, 208 MB, into the cache folder and use it; with --accept-licence',
      ).conflicts('data'),
    )
    .option('--accept-licence', `agree to the licence of RAVDESS: ${licence}`)
    .addOption(
      new Option('--profile <name>', 'how much to train (default: quick on RAVDESS, smoke without)').choices(
        Object.keys(profiles),
      ),
    )
    .option('--only <networks>', `train only these, separated by commas: ${networks.join(', ')}`, parseOnly)
    .option(
      '--fold <folds>',
      'train only these folds of the honest twin: 3 (speakers apart), text:2, or speaker:3:noise of the ablation',
      parseFolds,
    )
    .option('--seed <n>', 'first seed of initial values, shuffling, dropout and augmentation', parseSeed, 0)
    .option('--seeds <n>', 'train from so many seeds, counted from --seed (default: as the profile says)', parseSeeds)
    .option(
      '--augment <module>',
      'train the LSTM and the CNN+LSTM on one more version of each clip, made by this augmentation: a package or file, or MODULE#EXPORT',
    )
    .option('--augment-options <json>', 'options of that augmentation, such as {"snrDb": 10}', parseJsonObject)
    .option('--list', 'print the command of each training instead of running it: one a job for other machines', false)
    .option('--backend <name>', 'TensorFlow.js backend that is installed: cpu, wasm, tensorflow, ...', 'simd')
    .option('--out <dir>', 'folder for report.html, report.md, results.json and cells/, one file a training', 'out')
    .option('--cache <dir>', "folder for features and finished networks (default: the user's cache folder)")
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists every option)')
    .addHelpText(
      'after',
      `\nProfiles:\n${Object.values(profiles)
        .map(({ name, summary }) => `  ${name.padEnd(6)} ${summary}`)
        .join('\n')}`,
    );
  command.parse(argv, { from: 'user' });
  const { data, download, acceptLicence, only, fold, ...rest } = command.opts<{
    data?: string;
    download?: true;
    acceptLicence?: true;
    profile?: ProfileName;
    only?: string[];
    fold?: string[];
    seed: number;
    seeds?: number;
    augment?: string;
    augmentOptions?: object;
    list: boolean;
    backend: string;
    out: string;
    cache?: string;
  }>();
  if (download && !acceptLicence) {
    command.error(`error: RAVDESS is licensed ${licence}. If you agree, add --accept-licence to --download.`);
  }
  if (rest.augmentOptions !== undefined && rest.augment === undefined) {
    command.error('error: --augment-options are those of --augment, which is not given.');
  }
  const wanted = (only ?? networkNames).filter((name) => networks.includes(name));
  const isReal = data !== undefined || download === true;
  const usual = isReal ? (fold === undefined ? 'quick' : 'honest') : 'smoke';
  return { ...rest, data, download, profile: rest.profile ?? usual, only: wanted, folds: fold };
}
