/** A bucket holds floats of one sign, one exponent and 5 leading bits of the fraction: few samples of any sound. */
const SHIFT = 18;
const BUCKETS = 2 ** 14;
/** Leaves the sign of a float32 out. */
const MAGNITUDE = 0x7fffffff;

/** Percentiles with linear interpolation between ranks, as numpy's `percentile`. */
export function percentilesOf(samples: Float32Array, percents: readonly number[]): number[] {
  return percentiles(samples, percents, -1);
}

/** A percentile of the magnitudes. */
export function magnitudePercentileOf(samples: Float32Array, percent: number): number {
  return percentiles(samples, [percent], MAGNITUDE)[0]!;
}

/** Samples are counted by their leading bits, and only the buckets with a rank that is asked for are sorted. */
function percentiles(samples: Float32Array, percents: readonly number[], mask: number): number[] {
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < bits.length; i++) counts[BUCKETS / 2 + (ordered(bits[i]! & mask) >> SHIFT)]!++;
  const sorted = new Map<number, Int32Array>();
  const atRank = (rank: number): number => {
    let bucket = 0;
    let below = 0;
    while (below + counts[bucket]! <= rank) below += counts[bucket++]!;
    let members = sorted.get(bucket);
    if (!members) {
      members = membersOf(bits, mask, bucket - BUCKETS / 2, counts[bucket]!).sort();
      sorted.set(bucket, members);
    }
    return floatOf(ordered(members[rank - below]!));
  };
  return percents.map((percent) => {
    const rank = (percent / 100) * (samples.length - 1);
    const below = atRank(Math.floor(rank));
    return below + (atRank(Math.ceil(rank)) - below) * (rank - Math.floor(rank));
  });
}

function membersOf(bits: Int32Array, mask: number, bucket: number, count: number): Int32Array {
  const members = new Int32Array(count);
  let found = 0;
  for (let i = 0; i < bits.length; i++) {
    const order = ordered(bits[i]! & mask);
    if (order >> SHIFT === bucket) members[found++] = order;
  }
  return members;
}

/** Bits of a float32 as an integer of the same order, and back. */
function ordered(bits: number): number {
  return bits ^ ((bits >> 31) & MAGNITUDE);
}

function floatOf(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0]!;
}
