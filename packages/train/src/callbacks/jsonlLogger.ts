import type { Callback } from '../callback';

/** Options of {@link jsonlLogger}. */
export interface JsonlLoggerOptions {
  /** Takes each line with its line feed, and is awaited. */
  readonly write: (line: string) => void | Promise<void>;
  /** Also a line a batch, known by its `batch`; loss and accuracy are running means over the epoch. Default false. */
  readonly batches?: boolean;
}

/**
 * One JSON object a line (JSON Lines) for each epoch, with the figures of `EpochLog`; NaN and infinities, which JSON
 * lacks, are null. In a resumed training, lines after the last checkpoint come again; `jsonlFileLogger` of
 * `@ser/train/node` cuts its file back first.
 */
export function jsonlLogger({ write, batches = false }: JsonlLoggerOptions): Callback {
  return {
    name: 'jsonlLogger',
    onEpochEnd: (_epoch, log) => write(`${JSON.stringify(log)}\n`),
    onBatchEnd: batches
      ? (batch, { epoch, ...log }) => write(`${JSON.stringify({ epoch, batch, ...log })}\n`)
      : undefined,
  };
}
