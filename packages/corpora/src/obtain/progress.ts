import { CorpusError } from '../errors';

/** How far one step is. */
export interface ObtainProgress {
  readonly step: 'download' | 'check' | 'unpack';
  readonly doneBytes: number;
  /** Not known where a server does not say. */
  readonly totalBytes: number | undefined;
}

/** @throws {CorpusError} `ABORTED` once the signal fired */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new CorpusError('ABORTED', `${what} was stopped`, { cause: signal.reason });
}
