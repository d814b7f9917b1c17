// Every thread has an instance of these kernels, so a global is a thread's own: here, the address of a block of memory
// that only this thread uses, within one chunk.

let address: usize = 0;

/** Called once by each thread, before its first kernel. */
export function setScratch(block: usize): void {
  address = block;
}

// @ts-ignore: decorator
@inline
export function scratch(): usize {
  return address;
}
