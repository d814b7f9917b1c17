import { Command, InvalidArgumentError, Option } from 'commander';
import { type ProfileName, profiles } from './profiles';
import { reportedNetworks } from './reported';

export interface Options {
  /** Folder of the real corpus, or its publisher's zip. */
  readonly data?: string;
  /** Fetch the real corpus; the user accepts its licence. Neither this nor `data`: the embedded synthetic corpus. */
  readonly download?: boolean;
  readonly profile: ProfileName;
  readonly only: readonly string[];
  readonly seed: number;
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

function parseSeed(value: string): number {
  const seed = Number(value);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new InvalidArgumentError('Expected a whole number from 0 up.');
  return seed;
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
    .option('--seed <n>', 'seed of initial values, shuffling, dropout and augmentation', parseSeed, 0)
    .option('--out <dir>', 'folder for report.html, report.md and results.json', 'out')
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
  const { data, download, acceptLicence, profile, only, seed, out, cache } = command.opts<{
    data?: string;
    download?: true;
    acceptLicence?: true;
    profile?: ProfileName;
    only?: string[];
    seed: number;
    out: string;
    cache?: string;
  }>();
  if (download && !acceptLicence) {
    command.error(`error: RAVDESS is licensed ${licence}. If you agree, add --accept-licence to --download.`);
  }
  const wanted = (only ?? networkNames).filter((name) => networks.includes(name));
  const isReal = data !== undefined || download === true;
  return { data, download, profile: profile ?? (isReal ? 'quick' : 'smoke'), only: wanted, seed, out, cache };
}
