import type { Rng } from '@ser/random';

/** 64 bits as 16 hexadecimal digits, for `createRng` while rendering: 32 would collide among some 100,000 clips. */
export function drawSeed(rng: Rng): string {
  const word = () =>
    rng
      .integer(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return word() + word();
}
