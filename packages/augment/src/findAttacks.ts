/** Blocks before a block that say how loud it was there. */
const BEFORE = 6;
/** 9 dB above their mean: pulses of a low voice rise by less. */
const RISE = 8;
/** Of the loudest block: what is 30 dB below it is no attack of its own. */
const AUDIBLE = 1e-3;

/** A one for each block of `size` samples in which the sound sets in: a plosive, a click, a voice out of silence. */
export function findAttacks(samples: Float32Array, size: number): Uint8Array {
  const energies = new Float64Array(Math.ceil(samples.length / size));
  for (let i = 0; i < samples.length; i++) energies[Math.floor(i / size)]! += samples[i]! * samples[i]!;
  const loudest = energies.reduce((most, energy) => Math.max(most, energy), 0);
  return Uint8Array.from(energies, (energy, block) => {
    let before = 0;
    for (let i = Math.max(0, block - BEFORE); i < block; i++) before += energies[i]!;
    return energy > AUDIBLE * loudest && BEFORE * energy > RISE * before ? 1 : 0;
  });
}
