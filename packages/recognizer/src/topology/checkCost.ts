import { LayersModel } from '@tensorflow/tfjs-layers';
import { RecognizerError } from '../errors';

type Layer = LayersModel['layers'][number];
type Shape = readonly (number | null)[];

/** Most values that one layer may give for one clip (64 MiB). */
const MAX_OUTPUT = 2 ** 24;
/** Most multiplications for one clip, roughly: seconds on one core. The report's largest network takes 2 ** 27. */
const MAX_WORK = 2 ** 34;

/**
 * Refuses a model that would take too much memory or time for one clip, whatever the size of its weights.
 *
 * @throws RecognizerError `TOO_LARGE`; `UNSUPPORTED_MODEL` for a layer whose size is open
 */
export function checkCost(model: LayersModel): void {
  const work = workOf(model, 1);
  if (!(work <= MAX_WORK)) {
    throw new RecognizerError(
      'TOO_LARGE',
      `the model takes about ${work} multiplications a clip; at most ${MAX_WORK} are allowed`,
    );
  }
}

/** Multiplications, counted as weights times the places they are used at, of a model that is called `times` times. */
function workOf(model: LayersModel, times: number): number {
  let work = 0;
  for (const layer of model.layers) {
    if (layer instanceof LayersModel) {
      work += workOf(layer, times * Math.max(1, layer.inboundNodes.length - 1));
      continue;
    }
    for (const { inputShapes, outputShapes } of layer.inboundNodes) {
      const outputs = (outputShapes as Shape[]).map((shape) => sizeOf(layer, shape));
      const places = [...(inputShapes as Shape[]), ...(outputShapes as Shape[])].map(
        (shape) => sizeOf(layer, shape) / (shape.at(-1) ?? 1),
      );
      const largest = Math.max(...outputs);
      if (largest > MAX_OUTPUT) {
        throw new RecognizerError(
          'TOO_LARGE',
          `the model's layer ${layer.name} gives ${largest} values a clip; at most ${MAX_OUTPUT} are allowed`,
        );
      }
      work += times * (layer.countParams() * Math.max(...places) + largest);
    }
  }
  return work;
}

/** Number of values for one clip. */
function sizeOf(layer: Layer, [, ...shape]: Shape): number {
  return shape.reduce<number>((product, length) => {
    if (length === null) {
      throw new RecognizerError(
        'UNSUPPORTED_MODEL',
        `the model's layer ${layer.name} has the open shape [${shape.map((size) => size ?? '?').join(', ')}]; build the model with the feature set's shape`,
      );
    }
    return product * length;
  }, 1);
}
