import { requireDistinct } from './checks';
import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { type Cell, showCell } from './showCell';

export interface Column {
  readonly label: string;
  /** Where rows given as objects keep this column's cell. Default: the label. */
  readonly key?: string;
  /** Default: `right` when every cell is a number or missing, else `left`. */
  readonly align?: 'left' | 'right';
  /** Decimals of numbers. Default: as many as the number has, thousands separated. */
  readonly digits?: number;
}

export interface Table {
  /** Column headings, in order; a string is a column of that label. */
  readonly columns: readonly (string | Column)[];
  /** Cells in column order, or objects holding them by key. The first column names the row. */
  readonly rows: readonly (readonly Cell[] | Readonly<Record<string, Cell>>)[];
  /** Said above the table in HTML, and before it in Markdown. */
  readonly caption?: string;
}

interface Grid {
  readonly headings: readonly string[];
  readonly right: readonly boolean[];
  readonly cells: readonly (readonly string[])[];
}

function layOut({ columns, rows }: Table): Grid {
  if (columns.length === 0) {
    throw new ReportError('EMPTY', 'comparisonTable: columns is empty; at least one is required');
  }
  const full: Column[] = columns.map((column) => (typeof column === 'string' ? { label: column } : column));
  const keys = full.map(({ key, label }) => key ?? label);
  if (rows.some((row) => !Array.isArray(row))) requireDistinct(keys, 'comparisonTable: columns');
  const raw = rows.map((row, index): readonly Cell[] => {
    if (!Array.isArray(row)) {
      const record = row as Readonly<Record<string, Cell>>;
      const unknown = Object.keys(record).find((key) => !keys.includes(key));
      if (unknown !== undefined) {
        throw new ReportError(
          'LABEL_MISMATCH',
          `comparisonTable: rows[${index}] has a cell ${JSON.stringify(unknown)}; columns are ${keys.join(', ')}`,
        );
      }
      return keys.map((key) => (Object.hasOwn(record, key) ? record[key] : undefined));
    }
    if (row.length !== full.length) {
      throw new ReportError(
        'SIZE_MISMATCH',
        `comparisonTable: rows[${index}] has ${row.length} cells for ${full.length} columns; one a column is required`,
      );
    }
    return row as readonly Cell[];
  });
  const blank = raw.findIndex((row) => row.every((cell) => cell === null || cell === undefined || cell === ''));
  if (blank !== -1) {
    throw new ReportError(
      'EMPTY',
      `comparisonTable: rows[${blank}] holds nothing; a row has a name in its first cell, or should be left out`,
    );
  }
  return {
    headings: full.map(({ label }) => label),
    right: full.map(({ align }, column) =>
      align === undefined
        ? column > 0 && raw.length > 0 && raw.every((row) => typeof row[column] !== 'string')
        : align === 'right',
    ),
    cells: raw.map((row, index) =>
      row.map((cell, column) =>
        showCell(cell, `comparisonTable: rows[${index}], column ${keys[column]}`, full[column]!.digits),
      ),
    ),
  };
}

function toHtml(table: Table): string {
  const { headings, right, cells } = layOut(table);
  const side = (column: number) => (right[column] ? ' class="number"' : '');
  const caption = table.caption === undefined ? '' : `<caption>${escapeMarkup(table.caption)}</caption>`;
  const head = headings
    .map((heading, column) => `<th scope="col"${side(column)}>${escapeMarkup(heading)}</th>`)
    .join('');
  const body = cells
    .map((row) => {
      const line = row.map((cell, column) =>
        column === 0
          ? `<th scope="row"${side(column)}>${escapeMarkup(cell)}</th>`
          : `<td${side(column)}>${escapeMarkup(cell)}</td>`,
      );
      return `<tr>${line.join('')}</tr>`;
    })
    .join('\n');
  return `<table>${caption}\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

// A pipe ends a cell, a backslash would free one, and Markdown lets HTML through.
function markdownCell(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/([\\|`*_[\]])/g, '\\$1')
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

/**
 * A table as GitHub Markdown, pipes and markup in cells escaped.
 *
 * @throws ReportError as `comparisonTable`
 */
export function markdownTable(table: Table): string {
  const { headings, right, cells } = layOut(table);
  const line = (parts: readonly string[]) => `| ${parts.join(' | ')} |`;
  const rows = [
    line(headings.map(markdownCell)),
    line(right.map((isRight) => (isRight ? '---:' : '---'))),
    ...cells.map((row) => line(row.map(markdownCell))),
  ];
  const caption = table.caption === undefined ? '' : `${markdownCell(table.caption)}\n\n`;
  return `${caption}${rows.join('\n')}\n`;
}

/**
 * One table as HTML (with column and row headers) and as Markdown, from the same cells.
 *
 * @throws ReportError `EMPTY` without columns or for a row without content, `SIZE_MISMATCH` or `LABEL_MISMATCH` for rows that do not fit them, `NOT_FINITE` for NaN
 * @example
 * ```ts
 * const { html, markdown } = comparisonTable({ columns: ['network', 'accuracy, %'], rows: [['CNN', 64.3], ['LSTM', null]] });
 * ```
 */
export function comparisonTable(table: Table): { html: string; markdown: string } {
  return { html: toHtml(table), markdown: markdownTable(table) };
}
