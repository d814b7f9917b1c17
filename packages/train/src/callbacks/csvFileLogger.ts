import type { Callback } from '../callback';
import { appendedFile } from './appendedFile';
import { type CsvLoggerOptions, csvLogger } from './csvLogger';

/**
 * `csvLogger` to a file. Its folder is made; an existing file is emptied by the first epoch, or gone on in with
 * `append` (with a header only if it is empty), as Keras' `CSVLogger` does. One difference: a second training with the
 * same callback, such as a stage of `stages`, goes on in the file.
 *
 * A resumed training first cuts the file back to the checkpoint, so that each epoch has one line.
 *
 * @param options.append - default false
 * @param options.separator - default `,`
 * @throws the system's own error, from the training, when the file cannot be written
 */
export function csvFileLogger(path: string, options: Omit<CsvLoggerOptions, 'write'> = {}): Callback {
  const { append = false, separator } = options;
  const file = appendedFile('csvFileLogger', path, { append });
  let lines: Callback | undefined;
  return {
    name: 'csvFileLogger',
    async onEpochEnd(epoch, log, context) {
      lines ??= csvLogger({ write: file.write, separator, append: (await file.begin()) > 0 });
      await lines.onEpochEnd?.(epoch, log, context);
    },
    saveState: file.saveState,
    restoreState: file.restoreState,
  };
}
