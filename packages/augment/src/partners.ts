import { AugmentError } from './errors';
import { drawnInteger, drawnList } from './parameters';

/** What all augmentations of batches draw so that `mixBatches` of `@ser/train` can mix the labels: beside it `weight`. */
export const drawnPartners = /* @__PURE__ */ drawnList(
  /* @__PURE__ */ drawnInteger(0, 2 ** 32 - 1, 'The row that each is mixed with'),
);

/** Throws unless each row has a partner among the rows. */
export function checkPartners(name: string, partners: readonly number[], rows: number): void {
  if (partners.length !== rows || partners.some((partner) => partner >= rows)) {
    throw new AugmentError(
      'INVALID_DRAWN',
      `${name}.render: drawn.partners must name one of ${rows} rows for each row`,
    );
  }
}
