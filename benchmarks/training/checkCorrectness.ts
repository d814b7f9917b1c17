import { join } from 'node:path';
import { cacheFolder } from './cacheFolder';
import type { ReadyPeer } from './peers';
import { runFresh } from './runFresh';
import { type NetworkName, networkTitles } from './tasks';

const STEPS = 5;
const LOSS_TOLERANCE = 1e-3;
const GRADIENT_TOLERANCE = 1e-5;

/** Throws unless our gradients are the CPU backend's; returns the sentence for the report. */
export async function checkGradients(simd: ReadyPeer, threads: number): Promise<string> {
  const { values } = await runFresh(simd.command({ task: 'gradients', threads }), 120);
  const worst = Math.max(...values);
  if (!(worst <= GRADIENT_TOLERANCE)) throw new Error(`gradients are off by ${worst} of the CPU backend's largest`);
  return `gradients within ${GRADIENT_TOLERANCE} of the CPU backend's`;
}

/** Throws unless some steps from the same weights on the same batch lose what Keras loses. */
export async function checkLosses(
  simd: ReadyPeer,
  keras: ReadyPeer,
  networks: readonly NetworkName[],
  threads: number,
): Promise<string> {
  let worst = 0;
  for (const network of networks) {
    const weights = join(cacheFolder('weights'), `${network}.f32`);
    const task = { task: 'losses', network, threads, steps: STEPS, weights } as const;
    const ours = await runFresh(simd.command(task), 300);
    const theirs = await runFresh(keras.command(task), 300);
    ours.values.forEach((loss, step) => {
      const difference = Math.abs(loss / theirs.values[step]! - 1);
      worst = Math.max(worst, difference);
      if (!(difference <= LOSS_TOLERANCE)) {
        throw new Error(
          `${networkTitles[network]}, step ${step + 1}: our loss is ${loss}, that of Keras ${theirs.values[step]}`,
        );
      }
    });
  }
  const found = worst.toExponential(1);
  return `from the same weights the losses of ${STEPS} steps equal those of Keras (${networks.map((name) => networkTitles[name]).join(', ')}; relative difference ${found}, allowed ${LOSS_TOLERANCE})`;
}
