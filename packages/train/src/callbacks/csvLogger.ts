import type { Callback } from '../callback';

const columns = ['epoch', 'accuracy', 'learningRate', 'loss', 'seconds', 'valAccuracy', 'valLoss'] as const;

/**
 * One CSV line an epoch, after a header; figures that a training does not have are `NA`, as Keras' `CSVLogger` writes.
 *
 * @param options.write - takes each line with its line feed, and is awaited
 * @param options.separator - default `,`
 * @param options.append - leaves out the header, when the lines go on in a file that has one. Default false
 */
export function csvLogger(options: {
  readonly write: (line: string) => void | Promise<void>;
  readonly separator?: string;
  readonly append?: boolean;
}): Callback {
  const { write, separator = ',', append = false } = options;
  let headed = append;
  return {
    async onEpochEnd(_epoch, log) {
      if (!headed) await write(`${columns.join(separator)}\n`);
      headed = true;
      await write(`${columns.map((column) => log[column] ?? 'NA').join(separator)}\n`);
    },
  };
}
