import type { Matrix } from '@ser/dsp';
import { createRowProduct } from '#engine';
import { requireInteger, requireNotNegative, requireOption } from './checks';
import { type DctNorm, type DctType, dctBasis } from './dct';

/** Multiplies rows by a basis. */
export type RowProduct = (rows: Matrix) => Matrix;

/** The last step of `mfcc`: from log-mel bands to coefficients. */
export interface CepstrumOptions {
  /** Coefficients kept, at most the number of bands. Default 20. */
  readonly nMfcc?: number;
  /** Type of the DCT: 1, 2 (default) or 3. */
  readonly dctType?: DctType;
  /** Scale of the DCT: 'ortho' (default) or null. */
  readonly norm?: DctNorm;
  /** Above 0: coefficient i is multiplied by 1 + lifter / 2 sin(pi (i + 1) / lifter). Default 0: not. */
  readonly lifter?: number;
}

/** Checks the options and makes the table once; what it returns takes log-mel bands of any number of frames. */
export function createCepstrum(caller: string, nMels: number, options: CepstrumOptions): RowProduct {
  const { nMfcc = 20, dctType = 2, norm = 'ortho', lifter = 0 } = options;
  requireInteger(caller, 'nMfcc', nMfcc, 1);
  requireOption(nMfcc <= nMels, caller, 'nMfcc', nMfcc, `at most the number of bands, ${nMels}`);
  requireNotNegative(caller, 'lifter', lifter);
  const basis = dctBasis(caller, nMels, { type: dctType, norm, n: nMfcc });
  if (lifter > 0) {
    for (let k = 0; k < nMfcc; k++) {
      const gain = 1 + (lifter / 2) * Math.sin((Math.PI * (k + 1)) / lifter);
      for (let j = 0; j < nMels; j++) basis[k * nMels + j]! *= gain;
    }
  }
  return createRowProduct(basis, nMfcc);
}
