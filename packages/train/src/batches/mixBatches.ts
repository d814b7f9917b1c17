import type { Augmentation, Batch, Drawn } from '@ser/augment';
import { TrainError } from '../errors';
import { type BatchAugmentation, sharesOf } from './trainBatch';

/**
 * Makes an `augment` for `fit` of an augmentation that mixes the rows of a batch, and mixes their labels alike: `mixup` and `cutmix` of
 * `@ser/augment`, or another one of batches that draws `{ weight, partners }`.
 *
 * @returns batches whose labels are shares: weight of the row's own label, 1 - weight of its partner's
 * @throws TrainError `INVALID_OPTION`, as the batch comes, where no weight and partners were drawn
 * @example
 * await fit(model, data, { epochs: 50, augment: mixBatches(mixup({ alpha: 0.2 })) });
 */
export function mixBatches(mixing: Augmentation<Batch>): BatchAugmentation {
  return (batch, rng) => {
    const rows: Batch = { data: batch.x, rows: batch.rows.length, shape: batch.shape };
    const drawn = mixing.draw(rows, rng);
    const labels = mixLabels(sharesOf(batch), mixOf(mixing.name, rows.rows, drawn));
    return { ...batch, x: mixing.render(rows, drawn).data, labels };
  };
}

interface Mix {
  readonly weight: number;
  readonly partners: readonly number[];
}

function mixOf(name: string, rows: number, drawn: Drawn): Mix {
  const { weight, partners } = (drawn ?? {}) as Partial<Mix>;
  const isMix = typeof weight === 'number' && weight >= 0 && weight <= 1 && partners?.length === rows;
  if (!isMix || partners.some((partner) => !(Number.isInteger(partner) && partner >= 0 && partner < rows))) {
    throw new TrainError(
      'INVALID_OPTION',
      `mixBatches: ${name} drew ${JSON.stringify(drawn)}; expected weight, 0 to 1, and partners, one of ${rows} rows each`,
    );
  }
  return { weight, partners };
}

function mixLabels(shares: Float32Array, { weight, partners }: Mix): Float32Array {
  const classes = shares.length / partners.length;
  return shares.map((share, at) => {
    const partner = partners[Math.floor(at / classes)]!;
    return weight * share + (1 - weight) * shares[partner * classes + (at % classes)]!;
  });
}
