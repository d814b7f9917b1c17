import { AudioError } from '../errors';

/** Runs, and turns what a platform throws into an error of this package. `name` says what was read. */
export async function reading<T>(name: string, run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof AudioError) throw cause;
    if (signal?.aborted) throw abortError(signal);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AudioError('UNREADABLE', `${name} could not be read: ${reason}`, { source: name, cause });
  }
}

export function abortError(signal: AbortSignal): AudioError {
  return new AudioError('ABORTED', 'aborted by the caller', { cause: signal.reason });
}
