import type { AudioClip } from '@ser/dsp';
import type { Augmentation } from '../augmentation';
import { clipInputs } from './inputs';
import { messageOf, type RuleName, rules } from './rules';

export interface CheckOptions {
  /** Ordinary clips to try; default a tone, a noise burst and a clip of 600 samples, at 22,050 Hz. */
  clips?: readonly { readonly name: string; readonly clip: AudioClip }[];
  /** Seeds to try on each clip. Default [0, 1, 6]. */
  seeds?: readonly (number | string)[];
  /** Whether silence may come out as sound. Default false. */
  silenceMaySound?: boolean;
}

/** One broken promise. */
export interface BrokenPromise {
  readonly rule: RuleName | 'throws';
  readonly message: string;
}

/**
 * Checks one augmentation of clips, made in whatever way, against the promises of the contract; an empty list means that it keeps
 * them. Needs no test runner. `describeAugmentation` checks a factory and so finds more (JSON, options).
 *
 * @example
 * expect(checkAugmentation(compose([myAugmentation(), noise()]))).toEqual([]);
 */
export function checkAugmentation(augmentation: Augmentation, options: CheckOptions = {}): BrokenPromise[] {
  const inputs = clipInputs();
  const { clips, seeds = [0, 1, 6], silenceMaySound = false } = options;
  const usual = clips?.map(({ name, clip }) => ({ name, input: clip })) ?? inputs.usual;
  const subject = {
    make: () => augmentation,
    inputs: { ...inputs, usual },
    seeds,
    silenceMaySound,
    minSpeed: 0,
    onSpeed: () => {},
  };
  return rules.flatMap((rule): BrokenPromise[] => {
    try {
      return [...rule.find(subject)].map((message) => ({ rule: rule.name, message }));
    } catch (error) {
      return [{ rule: 'throws', message: `${augmentation.name}, ${rule.name}: ${messageOf(error)}` }];
    }
  });
}
