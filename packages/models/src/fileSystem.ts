import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import writeFileAtomic from 'write-file-atomic';
import { ModelsError } from './errors';
import { readModelJson } from './modelJson';
import { readWeights } from './readWeights';

/**
 * Where TensorFlow.js saves a model to and loads it from in Node, without `tfjs-node`: a folder with `model.json` and one
 * weights file, in TensorFlow.js' own layers-model format, which plain `loadLayersModel` opens over HTTP too.
 *
 * Saving writes the weights under a name with their hash, then `model.json` (to a temporary name, flushed, renamed), then
 * removes the weights that the old `model.json` named: whenever it is cut short, the folder holds the old model or the
 * new one, whole. Loading checks sizes, shapes and that hash, and reads nothing outside the folder; files of other tools
 * (several shards, quantized weights) load too.
 *
 * @param path - the folder, or a file in it that ends in `.json` (default `model.json`); saving makes the folder
 * @returns a handler for `model.save` and `loadLayersModel`. Loading rejects with ModelsError `MODEL_FILE_MISSING` or
 * `BAD_MODEL_FILE` (damaged, cut short, no layers model, a path that leaves the folder, weights of strings); weights that
 * do not fit the layers are refused by TensorFlow.js itself. The system's own error when a file cannot be read or written
 * @example
 * await model.save(fileSystem('my-model'));
 * const loaded = await loadLayersModel(fileSystem('my-model'));
 */
export function fileSystem(path: string): Required<io.IOHandler> {
  const file = path.endsWith('.json') ? path : join(path, 'model.json');
  return { save: (artifacts) => save(file, artifacts), load: () => load(file) };
}

async function save(file: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  const { weightSpecs, weightData, ...described } = artifacts;
  const { modelTopology } = described;
  if (modelTopology === undefined || modelTopology instanceof ArrayBuffer || !weightSpecs || !weightData) {
    throw new ModelsError(
      'BAD_MODEL_FILE',
      'fileSystem.save: the model gave no topology as JSON or no weights; expected those of a layers model',
    );
  }
  const weights = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
  const name = weightsName(file, weights);
  const weightsManifest: io.WeightsManifestConfig = [{ paths: [name], weights: weightSpecs }];
  const text = JSON.stringify({ ...described, weightsManifest });
  const old = await weightsFilesOf(file);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(join(dirname(file), name), weights as Buffer);
  await writeFileAtomic(file, text);
  for (const path of old) if (path !== name) await rm(join(dirname(file), path), { force: true });
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

async function load(file: string): Promise<io.ModelArtifacts> {
  const json = await readModelJson(file);
  const data = await readWeights(file, json.weightsManifest);
  for (const [name, bytes] of data.files) {
    if (isOurs(file, name) && name !== weightsName(file, bytes)) {
      throw new ModelsError(
        'BAD_MODEL_FILE',
        `fileSystem.load: ${join(dirname(file), name)} does not match the hash in its name; it is damaged`,
      );
    }
  }
  return io.getModelArtifactsForJSONSync(json, io.getWeightSpecs(json.weightsManifest), data.values);
}

/** `model.weights-<first 16 digits of the sha256>.bin` for `model.json`. */
function weightsName(file: string, weights: Uint8Array): string {
  const hash = createHash('sha256').update(weights).digest('hex').slice(0, 16);
  return `${basename(file, '.json')}.weights-${hash}.bin`;
}

function isOurs(file: string, name: string): boolean {
  const stem = `${basename(file, '.json')}.weights-`;
  return name.startsWith(stem) && /^[0-9a-f]{16}\.bin$/.test(name.slice(stem.length));
}

/** Weights files of the model that lies there already, as far as this module named them. */
async function weightsFilesOf(file: string): Promise<string[]> {
  try {
    const { weightsManifest } = JSON.parse(await readFile(file, 'utf8')) as io.ModelJSON;
    return weightsManifest.flatMap(({ paths }) => paths).filter((path) => isOurs(file, path));
  } catch {
    return []; // nothing there, or nothing of ours
  }
}
