import type { NetworkName } from '../tasks';

export const BATCH = 64;

export const inputs: Record<NetworkName, { readonly shape: readonly number[]; readonly classes: number }> = {
  cnn4: { shape: [224, 20, 1], classes: 8 },
  lstm: { shape: [162, 1], classes: 7 },
  cnnLstm4: { shape: [162, 1], classes: 7 },
  cnnLstm5: { shape: [162, 1], classes: 7 },
};

/** Made-up clips, the same in python/clips.py. */
export function clips(network: NetworkName, rows: number) {
  const { shape, classes } = inputs[network];
  const size = shape.reduce((product, n) => product * n, 1);
  const x = Float32Array.from({ length: rows * size }, (_, i) => Math.sin(i * 0.37) + Math.sin(i * 0.011));
  const y = Int32Array.from({ length: rows }, (_, i) => i % classes);
  return { x, y, shape, classes };
}

/** How many batches of data a training holds; it goes through them again and again. */
export const DATA_BATCHES = 8;
