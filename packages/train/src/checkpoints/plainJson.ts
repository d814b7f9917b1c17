/** Reports what is wrong with a value, by throwing. */
export type Refuse = (problem: string) => never;

/** Deepest nesting that is written or read. */
const deepest = 100;

/**
 * Refuses what does not come back from JSON as it was: NaN and infinities, functions, class instances, holes, cycles.
 * Properties that are undefined pass: they come back absent.
 *
 * @param path - how the value is called in the problem
 */
export function checkPlainJson(value: unknown, path: string, refuse: Refuse, depth = 0): void {
  if (depth > deepest) refuse(`${shorten(path)} is nested deeper than ${deepest} levels, or contains itself`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(`${shorten(path)} is ${value}; JSON holds finite numbers only`);
    return;
  }
  if (Array.isArray(value)) {
    // By index: forEach would skip holes.
    for (let i = 0; i < value.length; i++) checkPlainJson(value[i], `${path}[${i}]`, refuse, depth + 1);
    return;
  }
  if (!isPlainObject(value)) refuse(`${shorten(path)} is ${describe(value)}; expected plain JSON`);
  for (const [name, entry] of Object.entries(value as object)) {
    if (entry !== undefined) checkPlainJson(entry, `${path}.${name}`, refuse, depth + 1);
  }
}

/** JSON of a checked value that is read back to the same bits: `JSON.stringify` would write -0 as 0. */
export function stringifyPlainJson(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(stringifyPlainJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${stringifyPlainJson(entry)}`).join(',')}}`;
}

/** Cuts what a file may have made very long. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Whether it is an object as literals and `JSON.parse` make them, in this realm or another. */
function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (typeof value !== 'object') return value === undefined ? 'undefined' : `a ${typeof value}`;
  return `a ${value?.constructor?.name ?? 'class instance'}`;
}
