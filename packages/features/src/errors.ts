/** Why a feature function refused its input. Branch on this, never on `instanceof`: two copies of a package may meet. */
export type FeatureErrorCode =
  | 'INVALID_OPTION'
  | 'INVALID_CLIP'
  | 'EMPTY_CLIP'
  | 'NON_FINITE_SAMPLES'
  | 'INVALID_SPECTROGRAM'
  | 'SHAPE_MISMATCH'
  | 'NOT_FITTED'
  | 'UNKNOWN_LABEL'
  | 'INVALID_JSON';

/** The one error class of `@ser/features`; `code` is stable, the message names function, parameter, received and expected. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError';
  readonly code: FeatureErrorCode;

  constructor(code: FeatureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Runs a function of `@ser/dsp` or `@ser/mfcc` and throws what it refuses (a window, a padding, a clip too short) in `where`'s name. */
export function inFeatureTerms<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error && (error.name === 'DspError' || error.name === 'MfccError'))) throw error;
    const { code } = error as Error & { code?: string };
    throw new FeatureError(CODES[code ?? ''] ?? 'INVALID_OPTION', `${where}: ${error.message}`, { cause: error });
  }
}

const CODES: Readonly<Record<string, FeatureErrorCode>> = {
  INVALID_LENGTH: 'INVALID_CLIP',
  NOT_FINITE: 'NON_FINITE_SAMPLES',
  SHAPE_MISMATCH: 'SHAPE_MISMATCH',
};
