import { ReportError } from './errors';

// What every browser plays: integer and float PCM, plain or in the extensible header.
const playable = [0x0001, 0x0003, 0xfffe];

/**
 * How long a WAV file plays, from its chunks; so also the check that it is one.
 *
 * @returns seconds, over 0
 * @throws ReportError `NOT_A_WAV` for anything a browser would refuse or play shortened
 * @see Microsoft/IBM RIFF 1.0 (1991)
 */
export function wavSeconds(wav: Uint8Array, what: string): number {
  const refuse = (why: string): never => {
    throw new ReportError('NOT_A_WAV', `${what}: ${why}; the bytes of a PCM or float WAV file are required`);
  };
  if (!(wav instanceof Uint8Array)) return refuse('no Uint8Array');
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  const tag = (at: number) => String.fromCharCode(...wav.subarray(at, at + 4));
  if (wav.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') {
    return refuse(`${wav.length} bytes that do not begin with RIFF and WAVE`);
  }
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= wav.length; ) {
    const size = view.getUint32(at + 4, true);
    const left = wav.length - at - 8;
    if (size > left) return refuse(`the ${tag(at)} chunk at byte ${at} claims ${size} bytes, ${left} are left`);
    if (tag(at) === 'fmt ') {
      if (size < 16) return refuse(`the fmt chunk has ${size} bytes, 16 are the least`);
      const format = view.getUint16(at + 8, true);
      if (!playable.includes(format)) return refuse(`its format is ${format}`);
      bytesPerSecond = view.getUint32(at + 12, true) * view.getUint16(at + 20, true);
    }
    if (tag(at) === 'data') {
      if (bytesPerSecond === 0) return refuse('no fmt chunk with a rate before its data chunk');
      if (size === 0) return refuse('its data chunk is empty');
      return size / bytesPerSecond;
    }
    // Chunks begin at even bytes.
    at += 8 + size + (size % 2);
  }
  return refuse('it has no data chunk');
}
