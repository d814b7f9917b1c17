import type { Split } from './split';

/** What `auditLeaks` reads of a row. */
export interface AuditRow {
  readonly clipId: string;
  readonly speaker: string;
}

/** What lies on both sides of a split; plain JSON. */
export interface LeakAudit {
  /** Clips with versions on both sides (augmented siblings), or the very same row twice. */
  readonly siblings: readonly string[];
  /** Test rows whose clip was also trained on. */
  readonly siblingTestRows: number;
  /** Speakers on both sides. */
  readonly speakers: readonly string[];
  readonly testRows: number;
  /** The worst that was found. */
  readonly verdict: 'clean' | 'speakers shared' | 'clips shared';
  /** The verdict as a sentence. */
  readonly message: string;
}

/**
 * Looks for what makes a test result too good: versions of one clip on both sides, speakers on both sides.
 *
 * @param rows - the rows that the split's indices name
 */
export function auditLeaks(rows: readonly AuditRow[], split: Split): LeakAudit {
  const side = (indices: Uint32Array, read: (row: AuditRow) => string) =>
    new Set(Array.from(indices, (index) => read(rows[index]!)));
  const both = (read: (row: AuditRow) => string) => {
    const trained = side(split.train, read);
    return [...side(split.test, read)].filter((name) => trained.has(name)).sort();
  };
  const siblings = both(({ clipId }) => clipId);
  const speakers = both(({ speaker }) => speaker);
  const shared = new Set(siblings);
  const siblingTestRows = split.test.reduce((sum, index) => sum + (shared.has(rows[index]!.clipId) ? 1 : 0), 0);
  const testRows = split.test.length;
  const verdict = siblings.length > 0 ? 'clips shared' : speakers.length > 0 ? 'speakers shared' : 'clean';
  const messages = {
    'clips shared': `${siblingTestRows} of ${testRows} test rows are versions of clips that were trained on: the test figure says little about clips never heard`,
    'speakers shared': `${speakers.length} speakers are on both sides: the test figure says little about speakers never heard`,
    clean: 'no clip and no speaker is on both sides',
  };
  return { siblings, siblingTestRows, speakers, testRows, verdict, message: messages[verdict] };
}
