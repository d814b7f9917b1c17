import { AudioError } from '../../src';

/** The AudioError a call ends in; anything else fails the test. */
export async function errorOf(run: () => unknown): Promise<AudioError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AudioError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}
