import { floatOf, PLACES } from './order';
import type { Workpiece } from './workpiece';

/** Percentiles of the samples, or of their magnitudes, with linear interpolation between ranks, as numpy's `percentile`. */
export function percentiles(piece: Workpiece, percents: readonly number[], magnitudes = false): number[] {
  const counts = piece.countOrders(magnitudes);
  // Only where a rank lies that is asked for, samples are sorted.
  const sorted = new Map<number, Int32Array>();
  // Magnitudes are in the upper half.
  const lowest = magnitudes ? PLACES / 2 : 0;
  let place = lowest;
  let below = 0;
  const atRank = (rank: number): number => {
    if (rank < below) [place, below] = [lowest, 0];
    while (below + counts[place]! <= rank) below += counts[place++]!;
    let orders = sorted.get(place);
    if (!orders) {
      orders = piece.ordersAt(place, counts[place]!, magnitudes).sort();
      sorted.set(place, orders);
    }
    return floatOf(orders[rank - below]!);
  };
  return percents.map((percent) => {
    const rank = (percent / 100) * (piece.length - 1);
    const below = atRank(Math.floor(rank));
    return below + (atRank(Math.ceil(rank)) - below) * (rank - Math.floor(rank));
  });
}
