import { CorpusError } from './errors';
import { listFiles } from './listFiles';
import { type Manifest, type ManifestRow, sortRows } from './manifest';
import { nodeModules } from './nodeModules';
import { corpusTitle, type OwnCorpusOptions, tellSome } from './ownCorpus';

export interface FromFolderOptions extends OwnCorpusOptions {
  /**
   * Who is heard, from a clip's path below the folder (`siren/day-2/anna-01.wav`): a pattern, whose group `speaker` or
   * else its first group is the name, or a function. Not only people: whatever must not lie on both sides of a split.
   * Default: no row has a speaker.
   */
  readonly speaker?: RegExp | ((path: string) => string | undefined);
}

/** What `@ser/audio-io` reads, by the usual endings. */
const AUDIO = /\.(wav|flac|mp3|ogg|oga|opus|m4a|aac)$/i;

/**
 * Reads a folder of your own clips: each folder in it is a label, and every audio file below that folder (WAV, FLAC,
 * MP3, Ogg, Opus, AAC), however deep, is a clip of it. Only names and sizes are read, no audio.
 *
 * A clip's id is its path below the folder without the extension, `siren/day-2/anna-01`. Hidden files are passed over.
 * Files that are ignored, ids that two files share (the first path in order is kept), folders without clips, and clips
 * without a speaker are told in `warnings`.
 *
 * @param dir path of the folder, absolute or relative to the working folder
 * @returns rows sorted by id whatever the order on disk, with absolute paths
 * @throws {CorpusError} `NO_CLIPS` when there is none, `UNREADABLE` when the folder cannot be read (or this is not Node),
 * `INVALID_ARGUMENT` when `speaker` is unusable or finds nobody
 * @example
 * const manifest = await fromFolder('sounds', { speaker: /([a-z]+)-\d+\.wav$/ });
 * @see torchvision's `ImageFolder`, which lays classes out the same way
 */
export async function fromFolder(dir: string, options: FromFolderOptions = {}): Promise<Manifest> {
  if (typeof dir !== 'string' || dir === '') {
    throw new CorpusError(
      'INVALID_ARGUMENT',
      `fromFolder: dir is ${JSON.stringify(dir)}; the path of a folder expected`,
    );
  }
  const speakerOf = speakerReader(options.speaker);
  const { files, folders } = await listFiles(dir);
  const rows = new Map<string, ManifestRow>();
  const kept = new Map<string, string>();
  const ignored = { loose: [] as string[], other: [] as string[], duplicates: [] as string[] };
  for (const file of files) {
    // File systems disagree on how to write é; ids and labels must not.
    const path = file.relative.normalize('NFC');
    const slash = path.indexOf('/');
    if (!AUDIO.test(path)) ignored.other.push(path);
    else if (slash < 0) ignored.loose.push(path);
    else {
      const id = path.replace(AUDIO, '');
      if (rows.has(id)) {
        ignored.duplicates.push(`${path} (kept ${kept.get(id)})`);
        continue;
      }
      const speaker = speakerOf?.(path);
      kept.set(id, path);
      rows.set(id, {
        id,
        source: { kind: 'file', path: file.path, bytes: file.bytes },
        label: path.slice(0, slash),
        ...(speaker === undefined ? {} : { speaker }),
      });
    }
  }
  if (rows.size === 0) {
    throw new CorpusError(
      'NO_CLIPS',
      `fromFolder: no clip in "${dir}" (${files.length} files, ${folders.length} folders); a folder for each label with .wav or .flac files in it was expected`,
    );
  }
  const mute = [...rows.values()].filter(({ speaker }) => speaker === undefined).map(({ id }) => id);
  if (speakerOf && mute.length === rows.size) {
    throw new CorpusError(
      'INVALID_ARGUMENT',
      `fromFolder: speaker finds nobody in any of ${rows.size} paths, such as "${[...kept.values()][0]}"; a pattern with a group that matches there, or a function, was expected`,
    );
  }
  const manifest = sortRows([...rows.values()]);
  const labels = new Set(manifest.labels);
  const warnings = [
    ...tellSome(ignored.duplicates, 'clips dropped whose id another file has'),
    ...tellSome(ignored.loose, 'clips ignored that lie in no label folder'),
    ...tellSome(ignored.other, 'files ignored that are no audio by their ending'),
    ...tellSome(
      folders.map((name) => name.normalize('NFC')).filter((name) => !labels.has(name)),
      'folders without clips, which give no class',
    ),
    ...(speakerOf ? tellSome(mute, 'clips without a speaker') : []),
  ];
  const { path: paths } = nodeModules();
  return { ...corpusTitle(paths.basename(paths.resolve(dir)), options), ...manifest, warnings };
}

function speakerReader(speaker: FromFolderOptions['speaker']): ((path: string) => string | undefined) | undefined {
  if (speaker === undefined) return undefined;
  if (typeof speaker === 'function') return (path) => checkName(speaker(path), path);
  if (Object.prototype.toString.call(speaker) !== '[object RegExp]') {
    throw new CorpusError(
      'INVALID_ARGUMENT',
      `fromFolder: speaker is ${String(speaker)}; a RegExp or a function expected`,
    );
  }
  // A pattern with g or y would remember where it stopped in the path before.
  const pattern = new RegExp(speaker.source, speaker.flags.replace(/[gy]/g, ''));
  return (path) => {
    const match = pattern.exec(path);
    if (match && match.length === 1) {
      throw new CorpusError(
        'INVALID_ARGUMENT',
        `fromFolder: speaker ${pattern} has no group; put the name's part in brackets, as in /^[^/]+\\/([^/]+)\\//`,
      );
    }
    return match?.groups?.speaker || match?.[1] || undefined;
  };
}

function checkName(speaker: unknown, path: string): string | undefined {
  if (speaker === undefined || (typeof speaker === 'string' && speaker !== '')) return speaker;
  throw new CorpusError(
    'INVALID_ARGUMENT',
    `fromFolder: speaker gave ${JSON.stringify(speaker)} for "${path}"; a name, or undefined for none, was expected`,
  );
}
