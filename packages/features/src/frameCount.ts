import { FeatureError } from './errors';

/** How many whole frames fit into `length` samples; throws where not even one does. */
export function frameCount(where: string, length: number, frameLength: number, hopLength: number): number {
  if (length < frameLength) {
    throw new FeatureError(
      'INVALID_CLIP',
      `${where}: ${length} samples are fewer than frameLength = ${frameLength}; pad the clip, or let center be true`,
    );
  }
  return 1 + Math.floor((length - frameLength) / hopLength);
}
