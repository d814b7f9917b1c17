import type { Callback } from '../callback';
import { appendedFile } from './appendedFile';
import { type JsonlLoggerOptions, jsonlLogger } from './jsonlLogger';

/**
 * `jsonlLogger` to a file. Its folder is made; an existing file is emptied by the first line, or gone on in with
 * `append`. A second training with the same callback, such as a stage of `stages`, goes on in the file.
 *
 * A resumed training first cuts the file back to the checkpoint, so that each epoch and batch has one line.
 *
 * @param options.append - default false
 * @param options.batches - also a line a batch. Default false
 * @throws the system's own error, from the training, when the file cannot be written
 */
export function jsonlFileLogger(
  path: string,
  { append = false, batches }: Omit<JsonlLoggerOptions, 'write'> & { readonly append?: boolean } = {},
): Callback {
  const file = appendedFile('jsonlFileLogger', path, { append });
  return {
    ...jsonlLogger({ write: file.write, batches }),
    name: 'jsonlFileLogger',
    saveState: file.saveState,
    restoreState: file.restoreState,
  };
}
