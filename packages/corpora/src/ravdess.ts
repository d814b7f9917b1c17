import { CorpusError } from './errors';
import { type FoundFile, listFiles } from './listFiles';
import { type Manifest, type RavdessRow, sortRows } from './manifest';
import { ACTORS, parseRavdessName, type RavdessName, speechIds } from './parseRavdessName';

/** Of the clips. */
export const LICENCE = 'CC BY-NC-SA 4.0';
/** Of the publisher's zip. */
export const ZIP_MD5 = 'bc696df654c87fed845eb13823edef8a';
const CITATION =
  'Livingstone SR, Russo FA (2018) The Ryerson Audio-Visual Database of Emotional Speech and Song (RAVDESS). ' +
  'PLoS ONE 13(5): e0196391. https://doi.org/10.1371/journal.pone.0196391';
const WHERE =
  'RAVDESS is at https://zenodo.org/record/1188976: unzip Audio_Speech_Actors_01-24.zip ' +
  `(md5 ${ZIP_MD5}, ${LICENCE}) and name that folder`;

/**
 * Reads a folder of RAVDESS speech: `Actor_NN` folders as published, all clips in one folder, or anywhere below; `.wav`
 * or `.flac`. Only names and sizes are read, no audio.
 *
 * A clip found twice is taken once: from its `Actor_NN` folder if it is in one, else by the first path in order.
 * Duplicates, missing clips (by actor), songs, videos and other files are told in `warnings`.
 *
 * @param dir path of the folder, absolute or relative to the working folder
 * @returns up to 1,440 rows sorted by id, with absolute paths
 * @throws {CorpusError} `NO_CLIPS` when there is none, `UNREADABLE` when the folder cannot be read (or this is not Node)
 * @example
 * const { rows, labels, warnings } = await ravdess('Audio_Speech_Actors_01-24');
 */
export async function ravdess(dir: string): Promise<Manifest<RavdessRow>> {
  const { files } = await listFiles(dir);
  const warnings: string[] = [];
  const clips = new Map<string, FoundFile[]>();
  const ignored = { songs: [] as string[], videos: [] as string[], strangers: [] as string[] };
  for (const file of files) {
    const isAudio = /\.(wav|flac)$/i.test(file.relative);
    if (!isAudio && !/\.mp4$/i.test(file.relative)) continue;
    const name = parseOrUndefined(file.relative);
    if (!name) ignored.strangers.push(file.relative);
    else if (!isAudio || name.modality !== 'audio-only') ignored.videos.push(file.relative);
    else if (name.channel === 'song') ignored.songs.push(file.relative);
    else clips.set(name.id, [...(clips.get(name.id) ?? []), file]);
  }
  if (clips.size === 0) {
    const accepted = 'files named 03-01-EE-II-SS-RR-AA.wav (or .flac), in Actor_NN folders or in any folder below';
    throw new CorpusError('NO_CLIPS', `ravdess: no speech clip in "${dir}". Accepted are ${accepted}. ${WHERE}`);
  }
  const rows: RavdessRow[] = [];
  const duplicates: string[] = [];
  for (const [id, found] of clips) {
    const [first, ...others] = [...found].sort(byPreference(id));
    if (!first) continue;
    for (const other of others) duplicates.push(`${other.relative} (kept ${first.relative})`);
    const name = parseRavdessName(id);
    rows.push({
      id,
      source: { kind: 'file', path: first.path, bytes: first.bytes },
      label: name.emotion,
      speaker: name.actor,
      sex: name.sex,
      intensity: name.intensity,
      statement: name.statement,
      repetition: name.repetition,
    });
  }
  warn(warnings, duplicates, 'duplicate clips dropped');
  warn(warnings, ignored.songs, 'songs ignored');
  warn(warnings, ignored.videos, 'video files ignored');
  warn(warnings, ignored.strangers, 'files ignored whose names are not RAVDESS');
  warnings.push(...missingByActor(clips));
  return { corpus: 'RAVDESS', ...sortRows(rows), warnings, licence: LICENCE, citation: CITATION };
}

function parseOrUndefined(path: string): RavdessName | undefined {
  try {
    return parseRavdessName(path);
  } catch (error) {
    if (error instanceof CorpusError) return undefined;
    throw error;
  }
}

function byPreference(id: string) {
  const home = `Actor_${id.slice(-2)}`;
  const rank = ({ relative }: FoundFile) => (relative.split('/').at(-2) === home ? 0 : 1);
  return (a: FoundFile, b: FoundFile) => rank(a) - rank(b) || (a.relative < b.relative ? -1 : 1);
}

function warn(warnings: string[], items: readonly string[], what: string): void {
  if (items.length > 0) warnings.push(`${items.length} ${what}: ${[...items].sort().join(', ')}`);
}

function missingByActor(clips: ReadonlyMap<string, unknown>): string[] {
  const absent: string[] = [];
  const partial: string[] = [];
  for (const actor of ACTORS) {
    const expected = speechIds(actor);
    const missing = expected.filter((id) => !clips.has(id));
    if (missing.length === expected.length) absent.push(actor);
    else if (missing.length > 0)
      partial.push(`actor ${actor}: ${missing.length} of ${expected.length} clips are missing: ${missing.join(', ')}`);
  }
  if (absent.length === 0) return partial;
  return [...partial, `all clips are missing of ${absent.length} actors: ${absent.join(', ')}`];
}
