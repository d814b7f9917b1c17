import type { KernelConfig } from '@tensorflow/tfjs-core';

/** The kernels this package replaces or adds; everything else is inherited from the CPU backend. */
export function simdKernels(): readonly Omit<KernelConfig, 'backendName'>[] {
  return [];
}
