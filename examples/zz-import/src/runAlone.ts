import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ReproduceError } from './errors';
import { cacheFolder, createExperiment, type Experiment } from './experiment';
import { type Options, parseOptions } from './options';
import { writeReport } from './report/writeReport';
import { saveBest } from './saveBest';

/** True when the module with this `import.meta.url` is the program that Node was started with. */
export function isProgram(moduleUrl: string): boolean {
  return process.argv[1] !== undefined && moduleUrl === pathToFileURL(process.argv[1]).href;
}

/** Runs one family (or, from index.ts, all of them) from the command line and writes the report. */
export async function runAlone(
  train: (experiment: Experiment) => Promise<void>,
  networks?: readonly string[],
): Promise<void> {
  const options = parseOptions(process.argv.slice(2), networks);
  const stop = new AbortController();
  process.once('SIGINT', () => {
    console.error('\nStopping after the current batch; press Ctrl-C again to stop at once.');
    stop.abort();
    process.once('SIGINT', () => process.exit(130));
  });
  let experiment: Experiment | undefined;
  try {
    await reportErrors(async () => {
      experiment = await createExperiment(options, stop.signal);
      await train(experiment).catch(tellFullDisk(options));
      if (options.list) return;
      if (experiment.cells.length === 0) throw nothingAsked(options);
      await finish(experiment, resolve(options.out)).catch(tellFullDisk(options));
    });
  } catch (error) {
    if (!isAbort(error, stop.signal)) throw error;
    const trained = experiment?.cells.map(({ network }) => network) ?? [];
    console.error(
      `Stopped. Finished features and networks (of this run: ${[...new Set(trained)].join(', ') || 'none yet'}) are kept in ` +
        `${cacheFolder(options)}; the same command goes on from there.`,
    );
    process.exit(130); // 128 + SIGINT, as shells count
  }
}

async function finish(experiment: Experiment, out: string): Promise<void> {
  await writeReport(out, experiment.cells, experiment.manifest);
  await saveBest(experiment, join(out, 'recognizer.safetensors'));
  console.log(`The report lies in ${join(out, 'report.html')}`);
}

/** A full disk is told with what is safe and what to do; whatever else went wrong comes through. */
function tellFullDisk(options: Options): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error && /\bENOSPC\b/.test(error.message))) throw error;
    throw new ReproduceError(
      'NO_SPACE',
      `no space left in ${resolve(options.out)} or ${cacheFolder(options)} (${error.message}); finished features and networks are whole, the same command goes on from there once there is room`,
      { cause: error },
    );
  };
}

/** Errors with a code in words are the user's to mend: one sentence, no stack. */
export async function reportErrors(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // A signal's own reason has a number for a code.
    if (typeof code !== 'string' || code === 'ABORTED') throw error;
    console.error(`${(error as Error).name}: ${(error as Error).message}`);
    process.exit(1);
  }
}

function nothingAsked({ profile, only, folds }: Options): ReproduceError {
  const asked = `--profile ${profile} --only ${only.join()}${folds === undefined ? '' : ` --fold ${folds.join()}`}`;
  return new ReproduceError(
    'NOTHING_ASKED',
    `no training fits ${asked}; the same command with --list shows all there are without --fold`,
  );
}

/** `fit` rejects with the signal's own reason, `buildDataset` with a code; anything else is a failure, Ctrl-C or not. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error as { code?: unknown } | null)?.code === 'ABORTED');
}
