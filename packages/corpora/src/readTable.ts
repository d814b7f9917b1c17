import { CorpusError } from './errors';

/** A row of a table, one text a column. */
export interface TableRow {
  /** Where it starts in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** Bytes of one row that are read at most: a quote that is never closed must not swallow the whole file. */
const LONGEST_ROW = 65_536;

/**
 * Reads CSV as RFC 4180 has it: a header, then rows; quotes, line breaks of any system, a byte order mark, blank lines
 * and spaces around cells are understood.
 *
 * @param what the table's name, for errors
 * @throws {CorpusError} `BAD_TABLE`
 */
export async function readTable(bytes: Uint8Array, what: string): Promise<Table> {
  const fail = (problem: string, cause?: unknown): never => {
    throw new CorpusError('BAD_TABLE', `${what} ${problem}`, { cause });
  };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    return fail('is not UTF-8 text; save it as CSV UTF-8', cause);
  }
  // On demand: the parser makes Buffers when it is loaded, and browsers have none.
  const { parse } = await import('csv-parse/sync');
  let parsed: { info: { lines: number }; record: string[] }[];
  try {
    // One kind of line break, so that those within quotes are counted once.
    parsed = parse(text.replace(/\r\n?/g, '\n'), {
      info: true,
      max_record_size: LONGEST_ROW,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as typeof parsed;
  } catch (cause) {
    return fail(`is not CSV: ${(cause as Error).message}`, cause);
  }
  const [header, ...rows] = parsed.map(({ info, record }) => ({
    line: info.lines - lineBreaks(record),
    cells: record,
  }));
  if (!header) return fail('is empty; a header with the columns path and label was expected');
  const columns = header.cells;
  const twice = columns.filter((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice.length > 0) fail(`has two columns called ${twice.join(', ')}; give each a name of its own`);
  return { columns, rows };
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}
