import type { Results } from '../results';

/** What every page and table says of the data and the amount of training behind it. */
export function provenance({ corpus, profiles, augment }: Pick<Results, 'corpus' | 'profiles' | 'augment'>): string {
  const names = profiles.map(({ name }) => `"${name}"`).join(' and ');
  const custom =
    augment === undefined ? '' : `; custom augmentation ${augment.name} ${JSON.stringify(augment.options)}`;
  return `${corpus.synthetic ? 'synthetic corpus' : corpus.name}, profile${profiles.length > 1 ? 's' : ''} ${names}${custom}`;
}

/** What a reader must not overlook; undefined for the report's own training on its own corpus. */
export function banner({ corpus, profiles }: Pick<Results, 'corpus' | 'profiles'>): string | undefined {
  if (corpus.synthetic) {
    return 'Synthetic corpus: made-up voices, few clips, few epochs. These figures show that the pipeline runs; they say nothing about real speech.';
  }
  const less = profiles.find(({ name }) => name !== 'full' && name !== 'honest');
  return less && `Profile "${less.name}": ${less.summary}. Not the report's full training.`;
}
