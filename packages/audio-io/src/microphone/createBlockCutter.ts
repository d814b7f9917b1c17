/** Cuts a stream of samples that come in pieces of any length into blocks of `blockSize`. */
export function createBlockCutter(blockSize: number, onBlock: (block: Float32Array) => void) {
  let block = new Float32Array(blockSize);
  let used = 0;
  return (samples: Float32Array): void => {
    for (let from = 0; from < samples.length; ) {
      const to = Math.min(samples.length, from + blockSize - used);
      block.set(samples.subarray(from, to), used);
      used += to - from;
      from = to;
      if (used < blockSize) continue;
      onBlock(block);
      block = new Float32Array(blockSize);
      used = 0;
    }
  };
}
