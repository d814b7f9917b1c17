import { CorpusError } from './errors';
import { type Manifest, type ManifestRow, sortRows } from './manifest';
import { nodeModules } from './nodeModules';
import { corpusTitle, type OwnCorpusOptions, someOf, tellSome } from './ownCorpus';
import { readTable, type Table } from './readTable';

/** Files whose sizes are asked for at a time. */
const AT_ONCE = 64;

/** A row of the table before its file was looked at. */
interface Draft {
  readonly line: number;
  /** As it stands in the table. */
  readonly written: string;
  /** Absolute. */
  readonly path: string;
  readonly row: Omit<ManifestRow, 'source'>;
}

/**
 * Reads a table of your own clips, CSV in UTF-8 with a header: `path` and `label`, optionally `speaker`, `sex` (`male` or
 * `female`) and `split`, in any order; other columns are kept as text in `metadata`. Empty cells count as not given.
 *
 * Paths are absolute or relative to the table's folder. A clip's id is its path from that folder without the extension,
 * `siren/anna-01`, as in `fromFolder`. The clips' audio is not read, only their sizes.
 *
 * @param path of the table, absolute or relative to the working folder
 * @returns rows sorted by id whatever their order in the table, with absolute paths
 * @throws {CorpusError} `UNREADABLE` when the table cannot be read (or this is not Node); `BAD_TABLE` when it is no CSV or
 * lacks a column; `BAD_ROW`, naming lines, when a row has too few or too many cells, no path, no label or another sex,
 * when its file does not exist, or when two rows have one id; `NO_CLIPS` when it has a header only
 * @example
 * const manifest = await fromCsv('sounds/clips.csv', { licence: 'CC0-1.0' });
 */
export async function fromCsv(path: string, options: OwnCorpusOptions = {}): Promise<Manifest> {
  if (typeof path !== 'string' || path === '') {
    throw new CorpusError('INVALID_ARGUMENT', `fromCsv: path is ${JSON.stringify(path)}; the path of a table expected`);
  }
  const { fs, path: paths } = nodeModules();
  const bytes = await fs.readFile(path).catch((cause: Error) => {
    throw new CorpusError('UNREADABLE', `fromCsv: the table "${path}" cannot be read: ${cause.message}`, { cause });
  });
  const what = `fromCsv: "${path}"`;
  const table = await readTable(bytes, what);
  const missing = ['path', 'label'].filter((name) => !table.columns.includes(name));
  if (missing.length > 0) {
    const found = table.columns.map((name) => JSON.stringify(name)).join(', ');
    throw new CorpusError(
      'BAD_TABLE',
      `${what} has no column ${missing.join(' and ')}; its first line names ${found}, read as separated by commas`,
    );
  }
  const problems: { line: number; text: string }[] = [];
  const refuse = (line: number, text: string) => void problems.push({ line, text });
  const drafts = readDrafts(table, paths.resolve(path, '..'), refuse);
  const rows: ManifestRow[] = [];
  for (let from = 0; from < drafts.length; from += AT_ONCE) {
    const some = drafts.slice(from, from + AT_ONCE);
    const stats = await Promise.all(some.map((draft) => fs.stat(draft.path).catch(({ message }: Error) => message)));
    some.forEach(({ line, written, path: file, row }, index) => {
      const found = stats[index]!;
      if (typeof found === 'string' || !found.isFile()) {
        refuse(line, `"${written}" ${typeof found === 'string' ? `cannot be read (${found})` : 'is not a file'}`);
      } else {
        const { id, ...rest } = row;
        rows.push({ id, source: { kind: 'file', path: file, bytes: found.size }, ...rest });
      }
    });
  }
  if (problems.length > 0) {
    const told = problems.sort((a, b) => a.line - b.line).map(({ line, text }) => `line ${line}: ${text}`);
    throw new CorpusError('BAD_ROW', `${what} has ${told.length} rows that cannot be used: ${someOf(told, '; ')}`);
  }
  if (rows.length === 0)
    throw new CorpusError('NO_CLIPS', `${what} has a header and no rows; a row a clip was expected`);
  const unnamed = table.columns.flatMap((name, index) => (name === '' ? [`column ${index + 1}`] : []));
  const hasSpeakers = table.columns.includes('speaker');
  const mute = hasSpeakers ? rows.filter(({ speaker }) => speaker === undefined).map(({ id }) => id) : [];
  return {
    ...corpusTitle(paths.parse(path).name, options),
    ...sortRows(rows),
    warnings: [...tellSome(unnamed, 'columns ignored that have no name'), ...tellSome(mute, 'clips without a speaker')],
  };
}

function readDrafts(table: Table, folder: string, refuse: (line: number, text: string) => void): Draft[] {
  const { path: paths } = nodeModules();
  const own = new Set(['', 'path', 'label', 'speaker', 'sex', 'split']);
  const places = Object.fromEntries(table.columns.map((name, index) => [name, index]));
  const lines = new Map<string, number>();
  return table.rows.flatMap(({ line, cells }): Draft[] => {
    if (cells.length !== table.columns.length) {
      refuse(line, `it has ${cells.length} cells, the header ${table.columns.length}; put cells with commas in quotes`);
      return [];
    }
    const cell = (name: string): string | undefined =>
      (Object.hasOwn(places, name) && cells[places[name]!]) || undefined;
    const [written, label, sex] = [cell('path'), cell('label'), cell('sex')];
    if (written === undefined || label === undefined) {
      refuse(line, `no ${written === undefined ? 'path' : 'label'}`);
      return [];
    }
    if (sex !== undefined && sex !== 'male' && sex !== 'female') {
      refuse(line, `sex is "${sex}"; male, female or nothing was expected (or another name for the column)`);
      return [];
    }
    const path = paths.resolve(folder, written);
    const id = idOf(paths.relative(folder, path).replaceAll(paths.sep, '/'));
    const before = lines.get(id);
    if (before !== undefined) {
      refuse(line, `its id "${id}" is that of line ${before} already`);
      return [];
    }
    lines.set(id, line);
    const others = table.columns.flatMap((name, index) =>
      own.has(name) || !cells[index] ? [] : [[name, cells[index]]],
    );
    const [speaker, split] = [cell('speaker'), cell('split')];
    const row: Draft['row'] = {
      id,
      label,
      ...(speaker === undefined ? {} : { speaker }),
      ...(sex === undefined ? {} : { sex }),
      ...(split === undefined ? {} : { split }),
      // Own properties, whatever their names: `__proto__` is a column like any other.
      ...(others.length === 0 ? {} : { metadata: Object.fromEntries(others) as Record<string, string> }),
    };
    return [{ line, written, path, row }];
  });
}

/** Without the extension of its last part; `.hidden` and `a.b/c` have none. */
function idOf(relative: string): string {
  return relative.normalize('NFC').replace(/([^/])\.[^./]+$/, '$1');
}
