import { TrainError } from '../errors';

/** One line of a list: which side, or which fold, a clip belongs to. */
export interface SplitListEntry {
  readonly clipId: string;
  /** `'train'`, `'test'`, `'validation'`; or the name of a fold. */
  readonly side: string;
}

/**
 * Reads a list of clips from the text of a file, CSV or JSON.
 *
 * CSV has a header that names the columns `clipId` and `side` (or `fold`); others are passed over, and a value with a
 * comma, a quote or a line break stands in double quotes (RFC 4180). JSON is an object of lists,
 * `{ "train": ["a", "b"], "test": ["c"] }`, with sides or folds as names.
 *
 * @throws TrainError `INVALID_SPLIT` for anything else, and for no entry at all
 * @example
 * const entries = parseSplitList('clipId,side\na,train\nb,test\n');
 */
export function parseSplitList(text: string): SplitListEntry[] {
  const body = text.replace(/^\uFEFF/, '');
  const entries = body.trimStart().startsWith('{') ? fromJson(body) : fromCsv(body);
  if (entries.length === 0) throw problem('the list is empty');
  return entries;
}

function problem(what: string): TrainError {
  return new TrainError(
    'INVALID_SPLIT',
    `parseSplitList: ${what}; expected CSV with the columns clipId and side (or fold), or JSON such as {"train": ["a"], "test": ["b"]}`,
  );
}

function fromJson(text: string): SplitListEntry[] {
  let lists: object;
  try {
    lists = JSON.parse(text);
  } catch (error) {
    throw problem(`the JSON cannot be read (${(error as Error).message})`);
  }
  return Object.entries(lists).flatMap(([side, clips]: [string, unknown]) => {
    if (!Array.isArray(clips) || clips.some((clip) => typeof clip !== 'string' || clip === '')) {
      throw problem(`"${side}" is not a list of clip ids`);
    }
    return clips.map((clipId: string) => ({ clipId, side }));
  });
}

function fromCsv(text: string): SplitListEntry[] {
  const [header = [], ...records] = csvRecords(text);
  const clip = header.indexOf('clipId');
  const side = header.includes('side') ? header.indexOf('side') : header.indexOf('fold');
  if (clip < 0 || side < 0) throw problem(`the header is ${JSON.stringify(header.join(','))}`);
  return records.map((record, index) => {
    const entry = { clipId: record[clip] ?? '', side: record[side] ?? '' };
    if (record.length !== header.length || entry.clipId === '' || entry.side === '') {
      throw problem(`record ${index + 1} is ${JSON.stringify(record.join(','))}`);
    }
    return entry;
  });
}

/** The fields of each record; empty lines are passed over. */
function csvRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  // One field and what ends it: a comma, a line break or the end of the text.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (!match) throw problem(`a quote is out of place at character ${start}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === ',' && field.lastIndex < text.length) continue;
    // A comma at the very end leaves one more field, an empty one.
    if (match[3] === ',') record.push('');
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  return records;
}
