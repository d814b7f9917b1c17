/** What stands beyond the ends of a row of values; names are those of numpy.pad. */
export type Extension = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap';

/** Where the value at `index` of an extended row of `length` values comes from; -1: from nowhere, it is the constant. */
export function extendedIndex(index: number, length: number, extension: Extension): number {
  if (index >= 0 && index < length) return index;
  if (extension === 'constant') return -1;
  if (extension === 'edge' || (extension === 'reflect' && length === 1)) return index < 0 ? 0 : length - 1;
  const period = extension === 'wrap' ? length : extension === 'symmetric' ? 2 * length : 2 * (length - 1);
  const phase = ((index % period) + period) % period;
  if (phase < length) return phase;
  return extension === 'symmetric' ? period - 1 - phase : period - phase;
}
