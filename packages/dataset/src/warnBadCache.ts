/** Says that a cached result is lost or cannot be kept, which costs time only. */
export function warnBadCache(message: string): void {
  process.emitWarning(message, { type: 'SerDatasetWarning', code: 'BAD_CACHE' });
}
