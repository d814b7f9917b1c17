import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { ModelsError } from './errors';
import { weightBytes } from './modelJson';

/** What the files of a manifest hold. */
export interface WeightFiles {
  /** All values, group by group, as TensorFlow.js' loader wants them. */
  readonly values: ArrayBuffer;
  /** Each file by its path in the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads the weights that a checked manifest names; sizes are compared before anything is read.
 *
 * @param modelFile - path of the `model.json`; nothing outside its folder is read, links included
 * @throws ModelsError `MODEL_FILE_MISSING`, `BAD_MODEL_FILE`
 */
export async function readWeights(modelFile: string, manifest: io.WeightsManifestConfig): Promise<WeightFiles> {
  const folder = dirname(modelFile);
  const located: { path: string; real: string }[] = [];
  for (const { paths, weights } of manifest) {
    const expected = weights.reduce((sum, spec) => sum + weightBytes(spec)!, 0);
    let size = 0;
    for (const path of paths) {
      const file = await locate(folder, path);
      size += file.size;
      located.push({ path, real: file.real });
    }
    if (size !== expected) {
      throw new ModelsError(
        'BAD_MODEL_FILE',
        `fileSystem.load: ${paths.join(', ')} in ${folder}: ${size} bytes; the shapes of the ${weights.length} weights in ${modelFile} take ${expected}; one of the files is cut short or of another model`,
      );
    }
  }
  const files = new Map<string, Uint8Array>();
  const parts: Uint8Array[] = [];
  for (const { path, real } of located) {
    const bytes = await readFile(real);
    files.set(path, bytes);
    parts.push(bytes);
  }
  const values = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  return { values: values.buffer, files };
}

/** Where a weights file really lies, and its size; it must be a file inside the folder once links are followed. */
async function locate(folder: string, path: string): Promise<{ real: string; size: number }> {
  const file = join(folder, path);
  try {
    const real = await realpath(file);
    const way = relative(await realpath(folder), real);
    const found = await stat(real);
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) || !found.isFile()) {
      throw new ModelsError('BAD_MODEL_FILE', `fileSystem.load: ${file} is no file inside ${folder}`);
    }
    return { real, size: found.size };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new ModelsError('MODEL_FILE_MISSING', `fileSystem.load: ${file} does not exist; model.json names it`);
  }
}
