import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/** Uniform in [0, 1): 26 and 27 bits of two outputs, exact, a multiple of 2^-53. */
export function unit(generator: JumpableRandomGenerator): number {
  const high = generator.next() & 0x3ffffff;
  const low = generator.next() & 0x7ffffff;
  return (high * 134217728 + low) / 9007199254740992;
}
