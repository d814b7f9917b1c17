/** Where a clip's audio is: a file, or a function of a module that makes it: `(await import(module))[export](options)`. */
export type ClipSource =
  | { readonly kind: 'file' /** Absolute. */; readonly path: string; readonly bytes: number }
  | {
      readonly kind: 'generated';
      readonly module: string;
      readonly export: string /** JSON. */;
      readonly options: unknown;
    };

/** One clip: what every corpus says about it, and what only some do. */
export interface ManifestRow {
  /** Stable and unique within the corpus, `03-01-05-01-02-01-12` or `siren/anna-01`. */
  readonly id: string;
  readonly source: ClipSource;
  /** Its class: an emotion, or whatever the corpus is about. */
  readonly label: string;
  /** Who or what is heard. Splits by speaker need it in every row. */
  readonly speaker?: string;
  readonly sex?: 'male' | 'female';
  /** The part the corpus' authors put it into, such as `train` or `test`. */
  readonly split?: string;
  /** What else a table says, text as it stands there. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A clip of RAVDESS' design. */
export interface RavdessRow extends ManifestRow {
  /** Two digits, `'01'`. */
  readonly speaker: string;
  readonly sex: 'male' | 'female';
  readonly intensity: 'normal' | 'strong';
  /** 1 or 2. */
  readonly statement: number;
  /** 1 or 2. */
  readonly repetition: number;
}

/** A corpus: one row a clip, sorted by id whatever the order on disk. */
export interface Manifest<Row extends ManifestRow = ManifestRow> {
  readonly corpus: string;
  readonly rows: readonly Row[];
  /** What is missing, duplicated or ignored, one sentence each. */
  readonly warnings: readonly string[];
  /** The labels that occur, alphabetically. */
  readonly labels: readonly string[];
  readonly licence: string;
  readonly citation: string;
}

/** Sorts rows by id (code units, no locale) and collects their labels. */
export function sortRows<Row extends ManifestRow>(rows: readonly Row[]): Pick<Manifest<Row>, 'rows' | 'labels'> {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return { rows: sorted, labels: [...new Set(sorted.map((row) => row.label))].sort() };
}
