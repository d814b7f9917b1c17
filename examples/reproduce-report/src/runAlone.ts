import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder, createExperiment, type Experiment } from './experiment';
import { parseOptions } from './options';
import { writeReport } from './writeReport';

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
    experiment = await createExperiment(options, stop.signal);
    await train(experiment);
    const out = resolve(options.out);
    await writeReport(out, experiment.results(), experiment.manifest, experiment.predictions());
    console.log(`The report lies in ${join(out, 'report.html')}`);
  } catch (error) {
    if (isAbort(error, stop.signal)) {
      const trained = experiment?.results().networks.map(({ name }) => name) ?? [];
      console.error(
        `Stopped. Finished features and networks (of this run: ${trained.join(', ') || 'none yet'}) are kept in ` +
          `${cacheFolder(options)}; the same command goes on from there.`,
      );
      process.exit(130); // 128 + SIGINT, as shells count
    }
    if (error instanceof Error && 'code' in error) {
      console.error(`${error.name}: ${error.message}`);
      process.exit(1);
    }
    throw error;
  }
}

/** `fit` rejects with the signal's own reason, `buildDataset` with a code; anything else is a failure, Ctrl-C or not. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error as { code?: unknown } | null)?.code === 'ABORTED');
}
