import type { Callback } from '../callback';

const columns = ['epoch', 'accuracy', 'learningRate', 'loss', 'seconds', 'valAccuracy', 'valLoss', 'valUar'] as const;

/** Options of {@link csvLogger}. */
export interface CsvLoggerOptions {
  /** Takes each line with its line feed, and is awaited. */
  readonly write: (line: string) => void | Promise<void>;
  /** Default `,`. */
  readonly separator?: string;
  /** Leaves out the header, when the lines go on in a file that has one. Default false. */
  readonly append?: boolean;
}

/**
 * One CSV line an epoch, after a header; figures that a training does not have are `NA`, as Keras' `CSVLogger` writes.
 *
 * A training that is resumed writes no second header. An epoch that ended after the last checkpoint is run again, and so
 * is its line written again; `csvFileLogger` of `@ser/train/node` cuts its file back first.
 */
export function csvLogger({ write, separator = ',', append = false }: CsvLoggerOptions): Callback {
  let headed = append;
  return {
    name: 'csvLogger',
    async onEpochEnd(_epoch, log) {
      if (!headed) await write(`${columns.join(separator)}\n`);
      headed = true;
      await write(`${columns.map((column) => log[column] ?? 'NA').join(separator)}\n`);
    },
    saveState: () => ({ json: { headed } }),
    restoreState({ json }) {
      headed = (json as { headed?: unknown } | null)?.headed === true;
    },
  };
}
