import { lazyScratch } from '@ser/wasm';
import { createScalarWorkpiece } from './scalarWorkpiece';
import { vectorKernels } from './vectorKernels';
import { createVectorWorkpiece } from './vectorWorkpiece';
import type { Workpiece } from './workpiece';

/** Of longer clips, 40 s at 48 kHz, memory would be kept for good. */
const LONGEST = 1_920_000;

const scratch = /* @__PURE__ */ lazyScratch(vectorKernels);
let isBusy = false;

/** Does some work on a copy of the samples. */
export function work<T>(samples: Float32Array, use: (piece: Workpiece) => T): T {
  const shared = isBusy || samples.length > LONGEST ? null : scratch();
  if (shared === null) return use(createScalarWorkpiece(samples));
  isBusy = true;
  try {
    return use(createVectorWorkpiece(samples, shared));
  } finally {
    isBusy = false;
  }
}

/** What some work makes of the samples. */
export function reshape(samples: Float32Array, change: (piece: Workpiece) => void): Float32Array {
  return work(samples, (piece) => {
    change(piece);
    return piece.samples.slice();
  });
}
