import { createRng, type Rng } from '@ser/random';

/**
 * The stream of random numbers of one clip in one epoch: it depends on nothing else, so the bytes of an augmented clip are the
 * same whatever the order of clips and the number of workers.
 *
 * @param seed of the whole run
 * @param clip what names the clip, the same in every run: an id or a path within the corpus, not its place in a list
 * @param epoch default 0
 * @throws RandomError `INVALID_ARGUMENT` when one is neither a text nor a finite number
 * @example
 * const augmented = augmentation.apply(clip, clipRng(6, '03-01-05-02-01-02-06', epoch));
 */
export function clipRng(seed: number | string, clip: string | number, epoch = 0): Rng {
  return createRng(seed).fork(clip).fork(epoch);
}
