import { RecognizerError } from '../../src';

/** The code that a promise rejects with; anything but a RecognizerError fails the test. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RecognizerError))
    throw new Error(`expected a RecognizerError, received ${String(error)}`, { cause: error });
  return error.code;
}
