import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { writeBundleFile } from './bundleFile';
import { type BundleParts, createBundle } from './createBundle';
import { RecognizerError } from './errors';

/**
 * Saves a recognizer: a path that ends in `.safetensors` becomes one file, any other a folder (made where it is missing)
 * with `bundle.json` and the weights beside it, which plain `tf.loadLayersModel` opens too.
 *
 * A bundle that was there before is replaced in one step: whatever happens meanwhile, the path holds the old one or the new
 * one, whole.
 *
 * @throws RecognizerError `NOT_WRITTEN` (`cause` says why), and those of `encodeBundle`
 * @example
 * await saveBundle('recognizer', { model, labels, featureSet: report162Features, scaler, card, clip: { offset: 0.4 } });
 */
export async function saveBundle(path: string, parts: BundleParts): Promise<void> {
  const bundle = await createBundle('saveBundle', parts);
  try {
    if (path.endsWith('.safetensors')) {
      await writeFileAtomic(path, writeBundleFile(bundle) as Buffer);
      return;
    }
    await mkdir(path, { recursive: true });
    const before = await weightsFileOf(path);
    const [weightsFile] = bundle.manifest.weightsManifest[0]!.paths;
    // Named by its content, so that the old bundle.json keeps its own weights until it is replaced.
    await writeFileAtomic(join(path, weightsFile!), bundle.weights as Buffer);
    await writeFileAtomic(join(path, 'bundle.json'), `${JSON.stringify(bundle.manifest, undefined, 2)}\n`);
    if (before !== undefined && before !== weightsFile) await rm(join(path, before), { force: true });
  } catch (cause) {
    throw new RecognizerError('NOT_WRITTEN', `saveBundle: ${path} could not be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** The weights' file of the bundle that lies in a folder already. */
async function weightsFileOf(folder: string): Promise<string | undefined> {
  const file = join(folder, 'bundle.json');
  const exists = await stat(file).then(
    () => true,
    () => false, // There is none yet.
  );
  if (!exists) return undefined;
  return /"(weights-[0-9a-f]{16}\.bin)"/.exec(await readFile(file, 'utf8'))?.[1];
}
