// Parts of vectors, for the ends of rows that are no multiple of four long.

/** Stores the first `count` (1 to 4) lanes and no byte more, so that the neighbour's row, or chunk, stays untouched. */
// @ts-ignore: decorator
@inline
export function storeLanes(p: usize, v: v128, count: i32): void {
  if (count >= 4) { v128.store(p, v); return; }
  if (count == 1) { v128.store32_lane(p, v, 0); return; }
  v128.store64_lane(p, v, 0);
  if (count == 3) v128.store32_lane(p, v, 2, 8);
}
