/** Numbers kept a channel, 20 s of two channels at 48 kHz, and channels. */
const MOST_KEPT = 1_920_000;
const MOST_CHANNELS = 2;

/**
 * Memory for a channel's numbers, that of the last call where it is long enough, with what was left there: to get new memory from the
 * system takes as long as to decode into it.
 */
export function keptMemory<Numbers extends Int16Array | Int32Array | Float32Array>(
  create: (length: number) => Numbers,
): (channel: number, length: number) => Numbers {
  const kept: Numbers[] = [];
  return (channel, length) => {
    if (length > MOST_KEPT || channel >= MOST_CHANNELS) return create(length);
    const known = kept[channel];
    if (known !== undefined && known.length >= length) return known.subarray(0, length) as Numbers;
    const numbers = create(length);
    kept[channel] = numbers;
    return numbers;
  };
}
