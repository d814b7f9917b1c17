import { TrainError } from '../errors';
import { checkIndices } from './checkSplit';
import { equalRows } from './equalRows';
import type { Split } from './split';

/** What `auditLeaks` reads of a row. */
export interface AuditRow {
  readonly clipId: string;
  /** Absent or empty when nobody knows. */
  readonly speaker?: string;
  /** Hash of what the row was made from, such as SHA-256 of the file: equal hashes under two ids are a duplicate. */
  readonly contentHash?: string;
}

/** Options of {@link auditLeaks}. */
export interface AuditLeaksOptions {
  /** Features of the rows, row-major: rows that are equal bit for bit under two ids are a duplicate. Default: not compared. */
  readonly x?: Float32Array;
}

/** The worst that was found, from worst to best. */
export type LeakVerdict = 'clips shared' | 'duplicates shared' | 'speakers shared' | 'speakers unknown' | 'clean';

/** What lies on both sides of a split; plain JSON. */
export interface LeakAudit {
  /** Clips with versions on both sides (augmented siblings), or the very same row twice. */
  readonly siblings: readonly string[];
  /** Test rows whose clip was also trained on. */
  readonly siblingTestRows: number;
  /** Tested clips whose content was trained on under another id, with the first such id. */
  readonly duplicates: readonly { readonly test: string; readonly train: string }[];
  /** Test rows of these clips. */
  readonly duplicateTestRows: number;
  /** Speakers on both sides. */
  readonly speakers: readonly string[];
  /** Rows of the split, of both sides together, that name no speaker. */
  readonly unknownSpeakerRows: number;
  readonly testRows: number;
  /** The worst that was found. */
  readonly verdict: LeakVerdict;
  /** The verdict as a sentence. */
  readonly message: string;
}

/**
 * Looks for what makes a test result too good: versions of one clip on both sides, one content under two ids, speakers on
 * both sides.
 *
 * @param rows - the rows that the split's indices name
 * @throws TrainError `INVALID_SPLIT` when a side is empty or names a row that does not exist, `INVALID_SAMPLES` when `x`
 * is not a whole number of values for each row
 * @example
 * const { verdict, message } = auditLeaks(dataset.rows, split, { x: dataset.x });
 */
export function auditLeaks(rows: readonly AuditRow[], split: Split, { x }: AuditLeaksOptions = {}): LeakAudit {
  checkIndices('auditLeaks', split, rows.length);
  const testRows = split.test.length;
  const trainedClips = new Set(Array.from(split.train, (row) => rows[row]!.clipId));
  const siblingRows = Array.from(split.test).filter((row) => trainedClips.has(rows[row]!.clipId));
  const siblings = [...new Set(siblingRows.map((row) => rows[row]!.clipId))].sort();
  const trainedSpeakers = new Set(Array.from(split.train, (row) => rows[row]!.speaker));
  const speakers = [...new Set(Array.from(split.test, (row) => rows[row]!.speaker))]
    .filter((speaker): speaker is string => Boolean(speaker) && trainedSpeakers.has(speaker))
    .sort();
  const found = {
    siblings,
    siblingTestRows: siblingRows.length,
    ...findDuplicates(rows, split, x),
    speakers,
    unknownSpeakerRows: [...split.train, ...split.test].filter((row) => !rows[row]!.speaker).length,
    testRows,
  };
  return { ...found, ...judge(found) };
}

/** Tested content that was trained on under another id. */
function findDuplicates(
  rows: readonly AuditRow[],
  split: Split,
  x: Float32Array | undefined,
): Pick<LeakAudit, 'duplicates' | 'duplicateTestRows'> {
  if (x && !(x.length > 0 && Number.isInteger(x.length / rows.length))) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `auditLeaks: x.length=${x.length} for ${rows.length} rows; expected a positive multiple`,
    );
  }
  const first = x && equalRows(x, rows.length);
  const contentsOf = (row: number): (string | number)[] => {
    const { contentHash } = rows[row]!;
    return [...(contentHash ? [contentHash] : []), ...(first ? [first[row]!] : [])];
  };
  // Each content with the trained clips that have it: one or two as a rule.
  const trained = new Map<string | number, Set<string>>();
  for (const row of split.train) {
    for (const content of contentsOf(row)) {
      trained.set(content, (trained.get(content) ?? new Set()).add(rows[row]!.clipId));
    }
  }
  const duplicates = new Map<string, string>();
  let duplicateTestRows = 0;
  for (const row of split.test) {
    const test = rows[row]!.clipId;
    const twins = contentsOf(row).flatMap((content) => [...(trained.get(content) ?? [])]);
    const train = twins.filter((clip) => clip !== test).sort()[0];
    if (train === undefined) continue;
    duplicateTestRows += 1;
    if (!duplicates.has(test)) duplicates.set(test, train);
  }
  const names = [...duplicates.keys()].sort();
  return { duplicates: names.map((test) => ({ test, train: duplicates.get(test)! })), duplicateTestRows };
}

function judge(found: Omit<LeakAudit, 'verdict' | 'message'>): Pick<LeakAudit, 'verdict' | 'message'> {
  const { siblingTestRows, duplicateTestRows, speakers, unknownSpeakerRows, testRows } = found;
  const siblings = `${siblingTestRows} of ${testRows} test rows are versions of clips that were trained on`;
  const duplicates = `${duplicateTestRows} of ${testRows} test rows have the content of a clip that was trained on under another id`;
  const heard = 'the test figure says little about clips never heard';
  if (siblingTestRows > 0) {
    const both = duplicateTestRows > 0 ? `${siblings}, and ${duplicates}` : siblings;
    return { verdict: 'clips shared', message: `${both}: ${heard}` };
  }
  if (duplicateTestRows > 0) return { verdict: 'duplicates shared', message: `${duplicates}: ${heard}` };
  if (speakers.length > 0) {
    return {
      verdict: 'speakers shared',
      message: `${speakers.length} speakers are on both sides: the test figure says little about speakers never heard`,
    };
  }
  if (unknownSpeakerRows > 0) {
    return {
      verdict: 'speakers unknown',
      message: `no clip is on both sides, but ${unknownSpeakerRows} rows name no speaker: whether speakers are, nobody can tell`,
    };
  }
  return { verdict: 'clean', message: 'no clip and no speaker is on both sides' };
}
