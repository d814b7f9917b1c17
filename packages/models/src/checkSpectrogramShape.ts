import { ModelsError } from './errors';

/** [frames, coefficients, channels] of one input; frames is null where any number of them is welcome. */
export type SpectrogramShape = readonly [number | null, number, number];

/** Throws unless `shape` is a {@link SpectrogramShape} of whole numbers of at least 1. */
export function checkSpectrogramShape(functionName: string, shape: SpectrogramShape): void {
  const [frames, ...rest] = shape as readonly (number | null)[];
  const good = (size: number | null | undefined) => Number.isInteger(size) && (size as number) >= 1;
  if (rest.length !== 2 || !rest.every(good) || !(frames === null || good(frames))) {
    throw new ModelsError(
      'INVALID_OPTION',
      `${functionName}: inputShape=[${shape.map(String).join(', ')}]; expected [frames, coefficients, channels], whole numbers of at least 1, or null for any number of frames`,
    );
  }
}
