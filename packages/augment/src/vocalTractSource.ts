/** Of the highest frequency: where the boundary lies at most, so that there is room above it. */
const HIGHEST_BOUNDARY = 0.9;

/**
 * Where a frequency comes from (in Hz, up to `highest`) when a vocal tract's resonances move up by `factor`: from a fraction of itself
 * below the boundary, and linearly on to `highest` above it.
 *
 * @see Jaitly & Hinton 2013, equation 1, solved for the frequency before the warp
 */
export function vocalTractSource(factor: number, boundary: number, highest: number): (frequency: number) => number {
  const corner = Math.min(boundary, HIGHEST_BOUNDARY * highest) * Math.min(factor, 1);
  const slope = (highest - corner / factor) / (highest - corner);
  return (frequency) =>
    frequency <= corner ? frequency / factor : Math.max(0, highest - slope * (highest - frequency));
}
