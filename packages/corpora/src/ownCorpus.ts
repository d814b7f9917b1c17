import type { Manifest } from './manifest';

/** What only the owner of a corpus can say. */
export interface OwnCorpusOptions {
  /** Default: the name of the folder or table. */
  readonly name?: string;
  /** Under which the data may be used. Default 'not stated'. */
  readonly licence?: string;
  /** Default 'not stated'. */
  readonly citation?: string;
}

export function corpusTitle(
  fallback: string,
  { name = fallback, licence = 'not stated', citation = 'not stated' }: OwnCorpusOptions,
): Pick<Manifest, 'corpus' | 'licence' | 'citation'> {
  return { corpus: name, licence, citation };
}

/** Some things by name, the first ten of many. */
export function someOf(items: readonly string[], separator = ', '): string {
  return `${items.slice(0, 10).join(separator)}${items.length > 10 ? ` and ${items.length - 10} more` : ''}`;
}

/** One sentence about some things; none about no things. */
export function tellSome(items: readonly string[], what: string): string[] {
  return items.length === 0 ? [] : [`${items.length} ${what}: ${someOf(items)}`];
}
