import { ReportError } from './errors';

/** Refuses anything but finite numbers, naming the element. */
export function requireFinite(value: number, what: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ReportError('NOT_FINITE', `${what} is ${value}; a finite number is required`);
  }
}

/** Refuses anything but whole numbers from zero. */
export function requireCount(value: number, what: string): void {
  requireFinite(value, what);
  if (!Number.isInteger(value) || value < 0) {
    throw new ReportError('NOT_A_COUNT', `${what} is ${value}; a count is a whole number, zero or more`);
  }
}

/** Band scales merge equal labels, which would silently draw two classes on top of each other. */
export function requireDistinct(labels: readonly string[], what: string): void {
  const repeated = labels.find((label, index) => labels.indexOf(label) !== index);
  if (repeated !== undefined) {
    throw new ReportError('DUPLICATE', `${what} holds ${JSON.stringify(repeated)} twice; labels must be distinct`);
  }
}

/** Refuses text in which there is nothing to read. */
export function requireText(text: string, what: string): void {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new ReportError('EMPTY', `${what} is ${JSON.stringify(text)}; text is required`);
  }
}
