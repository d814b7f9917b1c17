const passing = new Set([
  'WORKER_DIED',
  'CLIP_CHANGED',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EIO',
  'EAGAIN',
  'ERR_WORKER_OUT_OF_MEMORY',
]);

/** Whether another run need not meet this failure: what it belongs to is never cached. */
export function mayPass({ code }: { readonly code: string }): boolean {
  return passing.has(code);
}
