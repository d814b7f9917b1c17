import { readFile } from 'node:fs/promises';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { decodeWeights, encodeWeights } from './safetensors';
import { exportWeights, type ModelWeights } from './weights';
import { writeDurably } from './writeDurably';

export { csvFileLogger } from './callbacks/csvFileLogger';
export { jsonlFileLogger } from './callbacks/jsonlFileLogger';
export { type TensorBoardOptions, tensorBoard } from './callbacks/tensorBoard';
export { folderCellStore } from './cells/folderCellStore';
export { type CheckpointFolderOptions, checkpointFolder } from './checkpoints/checkpointFolder';

/**
 * Writes weights to a safetensors file: to a temporary name, flushed, then renamed, so that a file that exists is whole.
 *
 * @param source - a model, or weights from `exportWeights` (what `modelCheckpoint` hands out)
 * @param path - its folder must exist
 * @throws the system's own error when the file cannot be written, on a full disk say; one that was there is as before
 */
export async function saveWeights(source: LayersModel | ModelWeights, path: string): Promise<void> {
  const weights = source instanceof LayersModel ? await exportWeights(source) : source;
  await writeDurably(path, encodeWeights(weights));
}

/**
 * Reads weights from a file that {@link saveWeights} wrote; give them to a model with `importWeights`.
 *
 * @throws TrainError `BAD_WEIGHTS` when the file is damaged or something else; the system's own error when it cannot be read
 */
export async function loadWeights(path: string): Promise<ModelWeights> {
  return decodeWeights(await readFile(path));
}
